import { exp } from '../random/portable-math.ts'
import type { ComparedMetric } from '../report/before-after.ts'
import type { Drift } from './drift.ts'
import { effectOf, type MetricName, type MetricScale } from './metric-effect.ts'

/** What is known of a metric in one night. */
export interface Evidence {
  readonly metric: ComparedMetric
  /** As ln(after / before) or in the metric's unit. */
  readonly gate: number
  /** The measurement that decides over a first one that was worse; `null` where there was none. */
  readonly again: ComparedMetric | null
  readonly drift: Drift | null
}

const NAMES: Readonly<Record<MetricName, string>> = {
  mean: 'Mean response time',
  p99: 'P99',
  failureRate: 'Failure rate',
  dialsPerSecond: 'Dials per second',
  rssPeak: 'Peak memory',
  gcPause: 'Garbage collection pause',
}

export function sayWithoutInterval({ metric }: Evidence): string {
  return `${NAMES[metric.metric]} has no confidence interval: there are too few blocks or requests.`
}

export function sayNotMeasuredAgain(evidence: Evidence): string {
  return `${changeIn(evidence)} passes the gate of ${sizeOf(evidence.gate, evidence.metric)}, but measured again it has no answer.`
}

export function sayOpen(evidence: Evidence): string {
  return (
    `${changeIn(evidence)} passes the gate of ${sizeOf(evidence.gate, evidence.metric)}, and ${againIn(evidence)} when ` +
    'measured again neither confirms nor denies it: its interval holds both no change and that one.'
  )
}

export function sayGateTooWide(evidence: Evidence): string {
  return (
    `${changeIn(evidence)} says nothing, since the gate is ${sizeOf(evidence.gate, evidence.metric)}: measure on a ` +
    'quieter machine, without --quick, or at a higher rate; and pin a quiet night with --pin.'
  )
}

export function sayRegression(evidence: Evidence): string {
  return `${changeIn(evidence)}, and ${againIn(evidence)} when measured again; the gate is ${sizeOf(evidence.gate, evidence.metric)}.`
}

export function sayImprovement(evidence: Evidence): string {
  return `${changeIn(evidence)}; the gate is ${sizeOf(evidence.gate, evidence.metric)}: consider pinning anew.`
}

export function sayDrift({ metric, drift }: Evidence): string {
  const { size, nights, pValue } = drift ?? { size: 0, nights: 0, pValue: 1 }
  return `${NAMES[metric.metric]} has been ${signed(size, metric)} for ${nights} nights (p = ${pValue.toExponential(0)}), though tonight alone does not show it.`
}

export function sayOk(evidence: Evidence): string {
  const { metric, gate, again } = evidence
  const change = changeIn(evidence)
  if (again !== null) return `${change}, but ${againIn(evidence)} when measured again: not confirmed.`
  return Math.abs(effectOf(metric) ?? 0) <= gate
    ? `${change}, within the gate of ${sizeOf(gate, metric)}.`
    : `${change}, which is beyond the gate of ${sizeOf(gate, metric)} but may be chance.`
}

function changeIn({ metric }: Evidence): string {
  return `${NAMES[metric.metric]} ${signed(effectOf(metric) ?? 0, metric)}`
}

function againIn({ again }: Evidence): string {
  return again === null ? 'nothing' : signed(effectOf(again) ?? 0, again)
}

function signed(effect: number, scale: MetricScale): string {
  const shown = sizeOf(effect, scale)
  return shown.startsWith('−') ? shown : `+${shown}`
}

function sizeOf(effect: number, { metric, kind }: MetricScale): string {
  if (kind === 'ratio') return `${decimal(100 * (exp(effect) - 1), 1)} %`
  if (metric === 'failureRate') return `${decimal(100 * effect, 2)} percentage points`
  return `${decimal(effect, 2)} per second`
}

function decimal(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/^-(?=0*\.?0*$)/, '')
    .replace('-', '−')
}
