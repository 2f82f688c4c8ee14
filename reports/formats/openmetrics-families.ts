import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { Report } from '../../models/report/report.ts'
import { boundedLabels } from './labels.ts'
import { trafficFamilies } from './openmetrics-traffic.ts'

/**
 * Figures of one kind, under OpenTelemetry's name for them where its semantic conventions have one
 * (version 1.44.0, "HTTP client metrics"), else under a name of the same form that begins with `kneepoint`.
 */
export interface MetricFamily {
  /** With dots, without unit. */
  readonly name: string
  /** UCUM, as OpenTelemetry has it: `s`, `1`, or what is counted in braces. */
  readonly unit: 's' | '1' | `{${string}}`
  /** `info` and `stateset` are 1 for what is so, and 0 for a state that is not. */
  readonly kind: 'histogram' | 'counter' | 'upDownCounter' | 'gauge' | 'info' | 'stateset'
  readonly help: string
  /** At least one; no two with the same labels. */
  readonly points: readonly MetricPoint[]
}

export type MetricLabels = Readonly<Record<string, string>>

export type MetricPoint = NumberPoint | HistogramPoint

export interface NumberPoint {
  readonly labels: MetricLabels
  readonly value: number
}

export interface HistogramPoint {
  readonly labels: MetricLabels
  readonly histogram: LatencyHistogram
  /** Upper ends of the buckets, ascending; the last bucket has none. */
  readonly boundsSeconds: readonly number[]
}

const verdicts: readonly Report['verdict']['verdict'][] = [
  'VALID',
  'GENERATOR_BOUND',
  'TARGET_ERRORS',
  'UNSTABLE',
  'INCOMPLETE',
]

/** What is known of a run: families without a point are left out. */
export function metricFamilies(run: FinishedRun): MetricFamily[] {
  const families = [
    ...runFamilies(run.report),
    ...thresholdFamilies(run.report),
    ...settingsFamilies(run.report),
    ...trafficFamilies(run.pairs),
  ]
  return families.filter(({ points }) => points.length > 0)
}

function runFamilies({ name, plan, seed, scenarioHash, environment, verdict }: Report): MetricFamily[] {
  return [
    {
      name: 'kneepoint.run',
      unit: '1',
      kind: 'info',
      help: 'The run that all figures are of.',
      points: [
        {
          labels: {
            'kneepoint.scenario': name,
            'kneepoint.scenario_hash': scenarioHash,
            'kneepoint.plan': plan,
            'kneepoint.seed': String(seed),
            'kneepoint.environment': environment,
          },
          value: 1,
        },
      ],
    },
    {
      name: 'kneepoint.verdict',
      unit: '1',
      kind: 'stateset',
      help: 'Whether the figures can be trusted.',
      points: verdicts.map((state) => ({
        labels: { 'kneepoint.verdict': state },
        value: state === verdict.verdict ? 1 : 0,
      })),
    },
  ]
}

function thresholdFamilies({ thresholds }: Report): MetricFamily[] {
  const groups = boundedLabels(
    thresholds.map(({ threshold, passed, value, samples }) => ({
      labels: {
        'kneepoint.threshold.metric': threshold.metric,
        'kneepoint.threshold.request': threshold.request ?? '(all)',
        'kneepoint.threshold.condition': threshold.expression,
      },
      count: samples,
      passed,
      value,
    })),
  )
  const values = groups.flatMap(({ labels, rows }) => {
    const [value, ...others] = new Set(rows.map((row) => row.value))
    return value === undefined || value === null || others.length > 0 ? [] : [{ labels, value }]
  })
  return [
    {
      name: 'kneepoint.threshold.passed',
      unit: '1',
      kind: 'gauge',
      help: 'Whether the settings after met the threshold: 1 or 0.',
      points: groups.map(({ labels, rows }) => ({ labels, value: rows.every((row) => row.passed) ? 1 : 0 })),
    },
    {
      name: 'kneepoint.threshold.value',
      unit: '1',
      kind: 'gauge',
      help: 'What the threshold looked at: ms for times, a share or per second for rates, else a count.',
      points: values,
    },
  ]
}

/** A setting that is left out has no limit. */
function settingsFamilies({ recommendation }: Report): MetricFamily[] {
  const sides =
    recommendation === null
      ? []
      : ([
          ['before', recommendation.before],
          ['after', recommendation.settings],
        ] as const)
  const pointsOf = (setting: 'idleTimeoutMs' | 'maxIdlePerHost' | 'maxConnsPerHost', scale: number) =>
    sides.flatMap(([side, settings]) => {
      const value = settings[setting]
      return value === null ? [] : [{ labels: { 'kneepoint.settings': side }, value: value / scale }]
    })
  return [
    {
      name: 'kneepoint.client.connection.idle.timeout',
      unit: 's',
      kind: 'gauge',
      help: 'How long a connection may stay idle; absent without a limit.',
      points: pointsOf('idleTimeoutMs', 1000),
    },
    {
      name: 'kneepoint.client.connection.idle.max',
      unit: '{connection}',
      kind: 'gauge',
      help: 'Idle connections kept for each host; absent without a limit.',
      points: pointsOf('maxIdlePerHost', 1),
    },
    {
      name: 'kneepoint.client.connection.max',
      unit: '{connection}',
      kind: 'gauge',
      help: 'Open connections allowed for each host; absent without a limit.',
      points: pointsOf('maxConnsPerHost', 1),
    },
  ]
}
