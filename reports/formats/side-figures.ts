import { quantileOfAligned } from '../../models/statistics/aligned-counts.ts'
import { blockDifference, blockRatio, type BlockRatio } from '../../models/statistics/block-ratio.ts'
import { leastForQuantile } from '../../models/statistics/least-for-quantile.ts'
import { type BlockSummary, responsesOf, summarisePairs, totalOf } from '../../models/report/block-summary.ts'
import type { Side } from '../../models/report/figures/run-figures.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'

/** A figure of one side of the verification by itself, for tools that follow it from run to run. */
export interface SideFigure {
  readonly side: Side
  readonly metric: 'mean' | 'p99' | 'failureRate' | 'dialsPerSecond' | 'throughput'
  /** ms, a share in [0, 1], or per second. */
  readonly unit: 'ms' | 'share' | '1/s'
  readonly value: number
  /** Ends of its 95 % interval; `null` where there is none. */
  readonly low: number | null
  readonly high: number | null
}

/**
 * Every figure that is known, with the interval that the spread of its blocks gives: `blockRatio` (`blockDifference` for
 * what may be 0) against a constant, so that resampling, degrees of freedom and seed are those of the comparison.
 * These intervals hold the spread of the windows' loads too, which the comparison of pairs takes out: whether before and
 * after differ is to be read from the report, not from two of these.
 */
export function sideFigures({ report, pairs }: FinishedRun): SideFigure[] {
  if (pairs.length === 0) return []
  const sides = summarisePairs(pairs)
  const options = {
    seed: report.seed,
    ...(report.stages === null ? {} : { firstPairs: report.stages.firstWindows }),
  }
  return (['before', 'after'] as const).flatMap((side) => {
    const blocks = sides.map((pair) => pair[side])
    return measures.flatMap((measure) => {
      const effect = againstConstant(blocks, measure, options)
      return Number.isFinite(effect.value)
        ? [{ side, metric: measure.metric, unit: measure.unit, ...effect }]
        : []
    })
  })
}

interface Measure extends Pick<SideFigure, 'metric' | 'unit'> {
  /** Whether it is above 0 wherever something was answered, so that its logarithm is about normal. */
  readonly positive: boolean
  readonly of: (blocks: readonly BlockSummary[]) => number
}

const seconds = (blocks: readonly BlockSummary[]): number => totalOf(blocks, 'measuredMs') / 1000

const measures: readonly Measure[] = [
  {
    metric: 'mean',
    unit: 'ms',
    positive: true,
    of: (blocks) => totalOf(blocks, 'responseSumMs') / responsesOf(blocks),
  },
  {
    metric: 'p99',
    unit: 'ms',
    positive: true,
    of: (blocks) =>
      quantileOfAligned(
        blocks.map(({ responses }) => responses),
        0.99,
      ),
  },
  {
    metric: 'failureRate',
    unit: 'share',
    positive: false,
    of: (blocks) => totalOf(blocks, 'failed') / totalOf(blocks, 'due'),
  },
  {
    metric: 'dialsPerSecond',
    unit: '1/s',
    positive: false,
    of: (blocks) => totalOf(blocks, 'dialed') / seconds(blocks),
  },
  {
    metric: 'throughput',
    unit: '1/s',
    positive: true,
    of: (blocks) => responsesOf(blocks) / seconds(blocks),
  },
]

function againstConstant(
  blocks: readonly BlockSummary[],
  { metric, positive, of }: Measure,
  options: { readonly seed: number; readonly firstPairs?: number },
): Pick<SideFigure, 'value' | 'low' | 'high'> {
  const value = of(blocks)
  if (metric === 'p99' && responsesOf(blocks) < leastForQuantile.p99) return { value, low: null, high: null }
  const constant = positive ? 1 : 0
  const statistic = (resampled: ReadonlyArray<BlockSummary | null>) => {
    const known = resampled.filter((block) => block !== null)
    return known.length === 0 ? constant : of(known)
  }
  const pairs = blocks.map((after) => ({ before: null, after }))
  const effect = (positive ? blockRatio : blockDifference)<BlockSummary | null>(pairs, statistic, options)
  return { value, ...intervalOf(effect, constant) }
}

/** Without spread, but for rounding, nothing is known of it: it may have been seen in no block. */
function intervalOf({ low, high, margin }: BlockRatio, constant: number): Pick<SideFigure, 'low' | 'high'> {
  if (low === null || high === null || margin === null || margin < LEAST_MARGIN)
    return { low: null, high: null }
  return { low: Math.max(0, low + constant), high: high + constant }
}

const LEAST_MARGIN = 1e-9
