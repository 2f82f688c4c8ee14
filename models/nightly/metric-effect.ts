import { ln } from '../random/portable-math.ts'
import type { ComparedMetric } from '../report/before-after.ts'

export type MetricName = ComparedMetric['metric']

/** A metric, and the scale on which its changes are measured. */
export type MetricScale = Pick<ComparedMetric, 'metric' | 'kind'>

/** Figures of the target are shown and not judged: they have no test. */
const JUDGED: ReadonlySet<MetricName> = new Set(['mean', 'p99', 'failureRate', 'dialsPerSecond'])

export function isJudged({ metric }: Pick<ComparedMetric, 'metric'>): boolean {
  return JUDGED.has(metric)
}

/** ln(after / before) of a ratio, after − before of a difference; `null` where that is no finite number. */
export function effectOf({ kind, effect }: ComparedMetric): number | null {
  const change = effect?.change ?? NaN
  const value = kind === 'difference' ? change : ln(1 + change)
  return Number.isFinite(value) ? value : null
}

/** The metric on this scale; `null` where it is not there or was measured on the other scale. */
export function onScale(metrics: readonly ComparedMetric[], scale: MetricScale): ComparedMetric | null {
  for (const each of metrics) if (each.metric === scale.metric && each.kind === scale.kind) return each
  return null
}
