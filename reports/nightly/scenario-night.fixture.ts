import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { steadyMeasurement } from '../../models/measurement/measurement.fixture.ts'
import { storeMeasurement } from '../../models/measurement/measurement.ts'
import type { Finding, NightRecord, NightVerdict } from '../../models/nightly/night-record.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { NightlyReport, ScenarioNight } from './nightly-report.ts'

export interface NightFigures {
  readonly scenario?: string
  readonly at?: string
  readonly verdict?: NightVerdict
  readonly why?: string
  /** Relative change of mean and P99. */
  readonly change?: number
  readonly notes?: readonly string[]
}

function p99Metric(change: number, metric: 'mean' | 'p99' = 'p99'): ComparedMetric {
  const margin = 0.03
  const ends = { low: Math.expm1(Math.log1p(change) - margin), high: Math.expm1(Math.log1p(change) + margin) }
  return {
    metric,
    unit: 'ms',
    kind: 'ratio',
    effect: { before: 12.5, after: 12.5 * (1 + change), change, ...ends, margin, pValue: 0.01 },
    answer: {
      answer: change > 0.03 ? 'worse' : 'no-difference',
      largestDifference: 0.1,
      adjustedPValue: 0.02,
    },
  }
}

const FAILURES: ComparedMetric = {
  metric: 'failureRate',
  unit: 'share',
  kind: 'difference',
  effect: { before: 0, after: 0.001, change: 0.001, low: -0.001, high: 0.003, margin: 0.002, pValue: 0.3 },
  answer: { answer: 'no-difference', largestDifference: 0.003, adjustedPValue: 0.6 },
}

/** A scenario's night as the command tells it: against a pinned night of the day before. */
export function scenarioNight(figures: NightFigures = {}): ScenarioNight {
  const { scenario = 'shop', verdict = 'ok', why = 'Nothing passed its gate.', notes = [] } = figures
  const tonight = nightRecord(figures)
  const first = nightRecord({ ...figures, verdict: 'baseline', at: '2026-11-22T03:17:00.000Z' })
  return { scenario, verdict, why, tonight, baseline: first, history: [first, tonight], notes }
}

export function nightRecord(figures: NightFigures = {}): NightRecord {
  const { scenario = 'shop', verdict = 'ok', why = 'Nothing passed its gate.', change = 0.01 } = figures
  const isPinned = verdict === 'baseline'
  return {
    schemaVersion: 1,
    at: figures.at ?? '2026-11-23T03:17:00.000Z',
    scenario,
    scenarioHash: 'abc',
    seed: 1,
    commit: '0123456789abcdef0123456789abcdef01234567',
    environment: { fingerprint: 'f00', runtime: 'Node 22.1.0', platform: 'Linux 6 x64', cpu: 'a', cores: 2 },
    client: 'go-net-http',
    settings: toStored(UNLIMITED),
    against: 'pinned',
    metrics: isPinned ? [] : [p99Metric(change / 2, 'mean'), p99Metric(change), FAILURES],
    again: null,
    sameAgainstSame: [p99Metric(0.002, 'mean'), p99Metric(0.004), FAILURES],
    measured: storeMeasurement({ ...steadyMeasurement({ responseMs: 12 }), dial: new LatencyHistogram() }),
    judgement: {
      verdict,
      why,
      findings: isPinned || verdict === 'unknown' ? [] : findingsOf(verdict, why),
      falseAlarm: false,
    },
  }
}

function findingsOf(verdict: Finding['verdict'], why: string): Finding[] {
  return [
    { metric: 'mean', verdict: 'ok', gate: Math.log(1.02), noise: 0.005, why: 'Within its gate.' },
    { metric: 'p99', verdict, gate: Math.log(1.06), noise: 0.02, why },
    { metric: 'failureRate', verdict: 'ok', gate: 0.001, noise: null, why: 'Within its gate.' },
  ]
}

export function nightlyReport(nights: readonly ScenarioNight[]): NightlyReport {
  return { at: '2026-11-23T03:17:00.000Z', commit: null, environment: 'Node 22.1.0, 2 × a processor', nights }
}
