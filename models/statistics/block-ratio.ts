import { RandomStream } from '../random/random-stream.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'

/** Two blocks that were measured next to each other in time, one on each side of a change. */
export interface BlockPair<Block> {
  readonly before: Block
  readonly after: Block
}

export interface BlockOptions {
  /** 32-bit integer; the same seed gives the same interval. */
  readonly seed: number
  /** Bootstrap resamples, whole, ≥ 2; 1000 unless told. */
  readonly resamples?: number
  /** Confidence level in (0, 1); 0.95 unless told. */
  readonly level?: number
  /**
   * Where the number of pairs was chosen after so many, from their spread: how many those were; whole, ≥ 2. All of
   * them, unless told. More than there are counts as all.
   */
  readonly firstPairs?: number
}

/** A statistic on both sides of a change, and how much it changed. */
export interface BlockRatio {
  /** The statistic over all blocks before, in its own unit; NaN when there are no pairs. */
  readonly before: number
  /** The statistic over all blocks after, in its own unit; NaN when there are no pairs. */
  readonly after: number
  /**
   * `blockRatio`: after / before − 1, so −0.2 is a fifth less. `blockDifference`: after − before, in the
   * statistic's unit. `null` where that is undefined.
   */
  readonly change: number | null
  /** Lower end of the confidence interval for `change`; `null` where there is none. */
  readonly low: number | null
  /** Upper end of the confidence interval for `change`; `null` where there is none. */
  readonly high: number | null
  /**
   * Half the width of the interval: of ln(after / before) for `blockRatio`, in the statistic's unit for
   * `blockDifference`; `null` where there is none.
   */
  readonly margin: number | null
  /** Of the two-sided t test that nothing changed, in [0, 1]; below 1 − level where the interval excludes 0. */
  readonly pValue: number | null
}

/**
 * The relative change of a statistic between two sides measured in paired blocks, with a confidence interval.
 *
 * The pair is the unit of resampling: requests inside a block are correlated, and the two blocks of a pair share
 * the conditions of their moment. The interval is exp(ln r ± t s) − 1, where r = after / before, s is the
 * standard deviation of ln r over bootstrap resamples of whole pairs, times √(n / (n − 1)) because the bootstrap
 * of n units understates a variance by (n − 1) / n (Efron and Tibshirani 1993, ch. 5), and t is Student's
 * quantile with n − 1 degrees of freedom.
 *
 * Why a bootstrap: a quantile over all blocks has no value for each pair whose spread could be taken, and the
 * jackknife of a quantile does not converge to its variance (Efron 1979, Annals of Statistics 7, 1–26, §3).
 *
 * With `firstPairs` = m < n, the interval is the one of Stein (1945, Annals of Mathematical Statistics 16, 243–258):
 * its s is that of the first m pairs times √(m / n), its t has m − 1 degrees of freedom. The mean of normal pairs is
 * independent of their spread, so choosing n from the spread of the first m leaves its coverage exact, and that holds
 * for every statistic measured along with the one that chose n. Where the spread of all n pairs gives a wider
 * interval, that one is taken: a disturbance that the first m did not see must not be left out. So too the larger of the
 * two p-values, which for small ones need not come from the wider interval: t has fewer degrees of freedom for m.
 *
 * `change` is `null` where either side is zero, negative or not finite. The interval is `null` as well then, with
 * fewer than 2 pairs, and where the ratio is undefined in some resample: a statistic that can be 0 wants
 * `blockDifference`.
 *
 * @param statistic called with all blocks of one side, or a resample of them in which blocks may repeat
 * @throws RangeError when `resamples`, `level` or `firstPairs` is out of range
 */
export function blockRatio<Block>(
  pairs: ReadonlyArray<BlockPair<Block>>,
  statistic: (blocks: readonly Block[]) => number,
  options: BlockOptions,
): BlockRatio {
  return compareBlocks(pairs, statistic, options, {
    effect: (before, after) => (before > 0 && after > 0 ? Math.log(after / before) : NaN),
    change: Math.expm1,
  })
}

/**
 * The plain change, after − before, of a statistic between two sides measured in paired blocks: for failure rates
 * and others that may be 0. The interval is that of `blockRatio` without the logarithm. Where no block ever
 * shows a failure its width is 0, which says that none was seen, not that none can happen.
 *
 * @throws RangeError when `resamples`, `level` or `firstPairs` is out of range
 */
export function blockDifference<Block>(
  pairs: ReadonlyArray<BlockPair<Block>>,
  statistic: (blocks: readonly Block[]) => number,
  options: BlockOptions,
): BlockRatio {
  return compareBlocks(pairs, statistic, options, {
    effect: (before, after) => after - before,
    change: (effect) => effect,
  })
}

/** The scale on which an effect is roughly normal, and the way from there to the change that is reported. */
interface Scale {
  readonly effect: (before: number, after: number) => number
  readonly change: (effect: number) => number
}

function compareBlocks<Block>(
  pairs: ReadonlyArray<BlockPair<Block>>,
  statistic: (blocks: readonly Block[]) => number,
  options: BlockOptions,
  scale: Scale,
): BlockRatio {
  const { resamples = 1000, level = 0.95, firstPairs = pairs.length } = options
  if (!Number.isInteger(resamples) || resamples < 2) {
    throw new RangeError(`resamples must be a whole number of at least 2, got ${resamples}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`)
  if (options.firstPairs !== undefined && !(Number.isInteger(firstPairs) && firstPairs >= 2)) {
    throw new RangeError(`firstPairs must be a whole number of at least 2, got ${firstPairs}`)
  }
  if (pairs.length === 0) return { before: NaN, after: NaN, change: null, ...NO_INTERVAL }

  const before = statistic(pairs.map((pair) => pair.before))
  const after = statistic(pairs.map((pair) => pair.after))
  const effect = scale.effect(before, after)
  if (!Number.isFinite(effect)) return { before, after, change: null, ...NO_INTERVAL }
  const spreadOf = (some: ReadonlyArray<BlockPair<Block>>) =>
    spread(
      some,
      bootstrapEffects(some, statistic, scale, new RandomStream(options.seed, 'block-bootstrap'), resamples),
    )
  const whole = pairs.length < 2 ? null : spreadOf(pairs)
  const first = whole === null || firstPairs >= pairs.length ? null : spreadOf(pairs.slice(0, firstPairs))
  const intervals = [whole, first].flatMap((known) =>
    known === null ? [] : intervalOf(known, pairs.length, level),
  )
  const change = scale.change(effect)
  if (whole === null || intervals.length === 0) return { before, after, change, ...NO_INTERVAL }
  const margin = Math.max(...intervals.map((each) => each.margin))
  return {
    before,
    after,
    change,
    low: scale.change(effect - margin),
    high: scale.change(effect + margin),
    margin,
    pValue: Math.max(...intervals.map((each) => pValueOf(effect, each))),
  }
}

const NO_INTERVAL = { low: null, high: null, margin: null, pValue: null } as const

/** What so many pairs say about the standard deviation of an effect, if that were the mean of one number a pair. */
interface Spread {
  readonly pairs: number
  readonly ofOnePair: number
}

/** @returns `null` where the effect is undefined in some resample */
function spread(pairs: readonly unknown[], effects: Float64Array): Spread | null {
  // √n turns the error of n pairs into the spread of one; √(n / (n − 1)) corrects the bootstrap.
  const ofOnePair = (standardDeviation(effects) * pairs.length) / Math.sqrt(pairs.length - 1)
  return Number.isFinite(ofOnePair) ? { pairs: pairs.length, ofOnePair } : null
}

interface Interval {
  readonly margin: number
  readonly error: number
  readonly degreesOfFreedom: number
}

/** The interval around the effect of `pairs` pairs, from what all of them or the first ones say about its spread. */
function intervalOf(known: Spread, pairs: number, level: number): Interval {
  const error = known.ofOnePair / Math.sqrt(pairs)
  const degreesOfFreedom = known.pairs - 1
  return { error, degreesOfFreedom, margin: studentTQuantile((1 + level) / 2, degreesOfFreedom) * error }
}

function pValueOf(effect: number, { error, degreesOfFreedom }: Interval): number {
  return effect === 0 ? 1 : 2 * studentTCdf(-Math.abs(effect) / error, degreesOfFreedom)
}

/** The effect in every resample of whole pairs, drawn with replacement. */
function bootstrapEffects<Block>(
  pairs: ReadonlyArray<BlockPair<Block>>,
  statistic: (blocks: readonly Block[]) => number,
  scale: Scale,
  random: RandomStream,
  resamples: number,
): Float64Array {
  const effects = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    const before: Block[] = []
    const after: Block[] = []
    for (let k = 0; k < pairs.length; k++) {
      const pair = pairs[random.below(pairs.length)]
      if (pair === undefined) throw new Error('a drawn index lies outside the pairs')
      before.push(pair.before)
      after.push(pair.after)
    }
    effects[i] = scale.effect(statistic(before), statistic(after))
  }
  return effects
}

/** NaN when any value is; two passes, so a large mean costs no digits. */
function standardDeviation(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return Math.sqrt(squares / (values.length - 1))
}
