import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { Side } from '../../models/report/figures/run-figures.ts'
import type { Report } from '../../models/report/report.ts'

/** A line of the before/after table without its nesting, with what had been predicted beside it. */
export interface MetricRow {
  readonly metric: ComparedMetric['metric']
  /** Of the values, and of a difference. */
  readonly unit: ComparedMetric['unit']
  readonly before: number | null
  readonly after: number | null
  /** Whether the change is relative (after / before − 1) or a difference in the unit. */
  readonly changeKind: ComparedMetric['kind']
  readonly change: number | null
  /** Ends of its 95 % interval. */
  readonly changeLow: number | null
  readonly changeHigh: number | null
  readonly answer: string | null
  /** The largest change, up or down, that the interval does not exclude. */
  readonly largestDifference: number | null
  /** Adjusted for all metrics that were tested (Holm). */
  readonly adjustedPValue: number | null
  readonly predictedBefore: number | null
  readonly predictedAfter: number | null
}

/** One for each metric; none before anything was verified. `null` stands for what is not known. */
export function metricRows(report: Pick<Report, 'beforeAfter' | 'predictions'>): MetricRow[] {
  return report.beforeAfter.map(({ metric, unit, kind, effect, answer }) => {
    const predicted = (side: Side) =>
      report.predictions.find((each) => each.metric === metric && each.setting === side)?.predicted ?? null
    return {
      metric,
      unit,
      before: effect?.before ?? null,
      after: effect?.after ?? null,
      changeKind: kind,
      change: effect?.change ?? null,
      changeLow: effect?.low ?? null,
      changeHigh: effect?.high ?? null,
      answer: answer?.answer ?? null,
      largestDifference: answer?.largestDifference ?? null,
      adjustedPValue: answer?.adjustedPValue ?? null,
      predictedBefore: predicted('before'),
      predictedAfter: predicted('after'),
    }
  })
}
