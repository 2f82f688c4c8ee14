import { runtimeWithout } from '../measurement/target-stretch.ts'
import { quantileOfAligned } from '../statistics/aligned-counts.ts'
import {
  type BlockOptions,
  type BlockPair,
  type BlockRatio,
  blockDifference,
  blockRatio,
} from '../statistics/block-ratio.ts'
import { withoutGuess } from '../statistics/least-for-quantile.ts'
import { withUnseen } from '../statistics/rule-of-three.ts'
import { type Answer, answersFor } from './answers.ts'
import {
  type BlockSummary,
  type MeasuredBlock,
  responsesOf,
  summarisePairs,
  totalOf,
} from './block-summary.ts'

/** One line of the before/after table. */
export interface ComparedMetric {
  /** Of responses, connections, or the target: its largest memory (`rssPeak`) and longest collection (`gcPause`). */
  readonly metric: 'mean' | 'p99' | 'failureRate' | 'dialsPerSecond' | 'rssPeak' | 'gcPause'
  /** ms, a share in [0, 1], per second, or bytes. */
  readonly unit: 'ms' | 'share' | '1/s' | 'bytes'
  /** Whether `change` is relative (after / before − 1) or a plain difference in the unit. */
  readonly kind: 'ratio' | 'difference'
  /** `null` where the target does not tell. */
  readonly effect: BlockRatio | null
  /** What the target runs on, where nothing there tells the figure; absent where that is not why it is missing. */
  readonly unavailableOn?: string
  /** `null` for figures of the target, which are not tested, and where there is no interval. */
  readonly answer: Answer | null
}

/** How pairs were chosen and are resampled. */
export type PairOptions = Pick<BlockOptions, 'seed' | 'firstPairs' | 'resamples'>

/**
 * Old settings against new ones, from blocks that were measured in pairs; the pair is the unit of every interval.
 * Mean, P99, failure rate and dials are tested, together.
 *
 * @throws RangeError when an option is out of range
 */
export function compareBeforeAfter(
  pairs: ReadonlyArray<BlockPair<MeasuredBlock>>,
  options: PairOptions,
): ComparedMetric[] {
  const sides = summarisePairs(pairs)
  const tested = [
    compareMeans(sides, options),
    compareQuantiles(sides, options),
    compareFailures(sides, options),
    compareDials(sides, options),
  ]
  const answers = answersFor(tested.map(({ effect }) => effect))
  return [
    ...tested.map((metric, i) => ({ ...metric, answer: answers[i] ?? null })),
    ...compareTarget(sides, options).map((metric) => ({
      ...metric,
      ...whyMissing(metric.metric === 'rssPeak' ? 'rssPeakBytes' : 'gcPauses', pairs),
      answer: null,
    })),
  ]
}

/**
 * The P99 alone, as `compareBeforeAfter` has it.
 *
 * @throws RangeError when an option is out of range
 */
export function compareP99(pairs: ReadonlyArray<BlockPair<MeasuredBlock>>, options: PairOptions): BlockRatio {
  return compareQuantiles(summarisePairs(pairs), options).effect
}

function whyMissing(
  figure: 'rssPeakBytes' | 'gcPauses',
  pairs: ReadonlyArray<BlockPair<MeasuredBlock>>,
): Pick<ComparedMetric, 'unavailableOn'> {
  const runtime = runtimeWithout(
    figure,
    pairs.flatMap(({ before, after }) => [before.target, after.target]),
  )
  return runtime === null ? {} : { unavailableOn: runtime }
}

type Sides = ReadonlyArray<BlockPair<BlockSummary>>
type Untested = Omit<ComparedMetric, 'answer'>
type Known = Untested & { readonly effect: BlockRatio }

function compareMeans(sides: Sides, options: PairOptions): Known {
  const meanMs = (blocks: readonly BlockSummary[]) => totalOf(blocks, 'responseSumMs') / responsesOf(blocks)
  return { metric: 'mean', unit: 'ms', kind: 'ratio', effect: blockRatio(sides, meanMs, options) }
}

function compareQuantiles(sides: Sides, options: PairOptions): Known {
  const p99Ms = (blocks: readonly BlockSummary[]) =>
    quantileOfAligned(
      blocks.map(({ responses }) => responses),
      0.99,
    )
  const { before, after } = onEachSide(sides, responsesOf)
  const effect = withoutGuess(blockRatio(sides, p99Ms, options), 'p99', Math.min(before, after))
  return { metric: 'p99', unit: 'ms', kind: 'ratio', effect }
}

function compareFailures(sides: Sides, options: PairOptions): Known {
  const rate = (blocks: readonly BlockSummary[]) => totalOf(blocks, 'failed') / totalOf(blocks, 'due')
  const effect = blockDifference(sides, rate, options)
  const requests = (blocks: readonly BlockSummary[]) => totalOf(blocks, 'due')
  return {
    metric: 'failureRate',
    unit: 'share',
    kind: 'difference',
    effect: withUnseen(effect, onEachSide(sides, requests)),
  }
}

/** As a ratio; as a difference where one side dials so seldom that a ratio has no interval. */
function compareDials(sides: Sides, options: PairOptions): Known {
  const seconds = (blocks: readonly BlockSummary[]) => totalOf(blocks, 'measuredMs') / 1000
  const rate = (blocks: readonly BlockSummary[]) => totalOf(blocks, 'dialed') / seconds(blocks)
  const ratio = blockRatio(sides, rate, options)
  const metric = { metric: 'dialsPerSecond', unit: '1/s' } as const
  if (ratio.low !== null) return { ...metric, kind: 'ratio', effect: ratio }
  const effect = withUnseen(blockDifference(sides, rate, options), onEachSide(sides, seconds))
  return { ...metric, kind: 'difference', effect }
}

function onEachSide(
  sides: Sides,
  of: (blocks: readonly BlockSummary[]) => number,
): { before: number; after: number } {
  return { before: of(sides.map(({ before }) => before)), after: of(sides.map(({ after }) => after)) }
}

function compareTarget(sides: Sides, options: PairOptions): Untested[] {
  const all = sides.flatMap(({ before, after }) => [before, after])
  const ifKnown = (
    known: (block: BlockSummary) => boolean,
    of: (blocks: readonly BlockSummary[]) => number,
  ) => (all.length > 0 && all.every(known) ? blockRatio(sides, of, options) : null)
  return [
    {
      metric: 'rssPeak',
      unit: 'bytes',
      kind: 'ratio',
      effect: ifKnown(
        (block) => block.rssPeakBytes !== null,
        (blocks) => totalOf(blocks, 'rssPeakBytes') / blocks.length,
      ),
    },
    {
      metric: 'gcPause',
      unit: 'ms',
      kind: 'ratio',
      effect: ifKnown(
        (block) => block.gcPauses !== null && block.gcTotalMs !== null,
        (blocks) => totalOf(blocks, 'gcTotalMs') / totalOf(blocks, 'gcPauses'),
      ),
    },
  ]
}
