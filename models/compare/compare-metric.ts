import { responsesOf, totalOf } from '../report/block-summary.ts'
import type { BlockRatio } from '../statistics/block-ratio.ts'
import { leastForQuantile, withoutGuess } from '../statistics/least-for-quantile.ts'
import { withUnseen } from '../statistics/rule-of-three.ts'
import { type AlignedBlock, type BlockStatistic, blockStatistics, secondsOf } from './block-statistics.ts'
import type { ComparedMetricName } from './compared-source.ts'

/** How an effect is found from the blocks of two sides. */
export interface Estimator {
  readonly a: readonly AlignedBlock[]
  readonly b: readonly AlignedBlock[]
  ratio(metric: ComparedMetricName, statistic: BlockStatistic): BlockRatio
  difference(metric: ComparedMetricName, statistic: BlockStatistic): BlockRatio
}

/** The change of one metric from A (`before`) to B (`after`). */
export interface MetricEffect {
  /** Whether `change` is relative (B / A − 1) or a plain difference in the unit. */
  readonly kind: 'ratio' | 'difference'
  /** `null` where a side does not know the metric. */
  readonly effect: BlockRatio | null
  /** Why there is no interval, as a clause; `null` where there is one, and where there is no effect. */
  readonly noInterval: string | null
}

/** One metric, from blocks: as `compareBeforeAfter` has it, with the median and the throughput beside. */
export function compareMetric(metric: ComparedMetricName, estimator: Estimator): MetricEffect {
  if (metric === 'failureRate') return failureEffect(estimator)
  if (metric === 'dialsPerSecond') return dialEffect(estimator)
  if (!isKnown(metric, estimator)) return { kind: 'ratio', effect: null, noInterval: null }
  const effect = estimator.ratio(metric, blockStatistics[metric])
  if (metric !== 'p50' && metric !== 'p99') return explained('ratio', effect)
  const fewest = Math.min(responsesOf(estimator.a), responsesOf(estimator.b))
  const least = leastForQuantile[metric]
  if (fewest >= least) return explained('ratio', effect)
  return {
    kind: 'ratio',
    effect: withoutGuess(effect, metric, fewest),
    noInterval: `${fewest} responses on one side; it takes ${least}`,
  }
}

function isKnown(metric: ComparedMetricName, { a, b }: Estimator): boolean {
  const blocks = [...a, ...b]
  if (metric === 'rssPeak') return blocks.every(({ rssPeakBytes }) => rssPeakBytes !== null)
  if (metric !== 'gcPause') return true
  return blocks.every(({ gcPauses, gcTotalMs }) => gcPauses !== null && gcTotalMs !== null)
}

function failureEffect(estimator: Estimator): MetricEffect {
  const effect = estimator.difference('failureRate', blockStatistics.failureRate)
  const exposure = { before: totalOf(estimator.a, 'due'), after: totalOf(estimator.b, 'due') }
  return explained('difference', withUnseen(effect, exposure))
}

/** As a ratio; as a difference where one side dials so seldom that a ratio has no interval. */
function dialEffect(estimator: Estimator): MetricEffect {
  const ratio = estimator.ratio('dialsPerSecond', blockStatistics.dialsPerSecond)
  if (ratio.low !== null) return { kind: 'ratio', effect: ratio, noInterval: null }
  const effect = estimator.difference('dialsPerSecond', blockStatistics.dialsPerSecond)
  const exposure = { before: secondsOf(estimator.a), after: secondsOf(estimator.b) }
  return explained('difference', withUnseen(effect, exposure))
}

function explained(kind: MetricEffect['kind'], effect: BlockRatio): MetricEffect {
  if (effect.low !== null) return { kind, effect, noInterval: null }
  const noInterval =
    effect.change === null
      ? 'it is 0, or not known, on one side'
      : 'it is 0, or not known, in some of the blocks, or there are fewer than two'
  return { kind, effect, noInterval }
}
