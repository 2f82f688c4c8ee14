import { exp, ln } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { BlockRatio } from '../statistics/block-ratio.ts'
import { studentTCdf, studentTQuantile } from '../statistics/student-t.ts'

/** Blocks of both sides of a change that have nothing to do with each other. */
export interface UnpairedBlocks<Block> {
  readonly before: readonly Block[]
  readonly after: readonly Block[]
}

export interface UnpairedOptions {
  /** 32-bit integer; the same seed gives the same interval. */
  readonly seed: number
  /** Bootstrap resamples, whole, ≥ 2; 1000 unless told. */
  readonly resamples?: number
  /** Confidence level in (0, 1); 0.95 unless told. */
  readonly level?: number
  /** The statistic over all of a side, where it is known more exactly than from its blocks. */
  readonly known?: { readonly before: number | null; readonly after: number | null }
  /**
   * Variance that is added for each block of a side, because its value is known coarsely only: of the logarithm for a
   * ratio, else in the square of the statistic's unit. 0 unless told.
   */
  readonly blockVariance?: { readonly before: number; readonly after: number }
  /**
   * By how much the dependence of a side's blocks on one another raises its variance, ≥ 1: n blocks that depend on one
   * another count as n / factor that do not. 1 unless told.
   */
  readonly varianceFactor?: { readonly before: number; readonly after: number }
}

/**
 * The relative change of a statistic between two sides whose blocks were measured independently, with a confidence
 * interval: exp(ln r ± t s) − 1, where r = after / before.
 *
 * Each side's blocks are resampled by themselves. A side of n blocks adds to s² the variance of the logarithm of its
 * statistic over the resamples, times n / (n − 1), because the bootstrap of n units understates a variance by (n − 1) / n
 * (Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 5). t is Student's quantile with the degrees of
 * freedom of Welch (1947, Biometrika 34, 28–35) and Satterthwaite (1946, Biometrics Bulletin 2, 110–114): s⁴ over the
 * sum of each side's share of s², squared, divided by n − 1.
 *
 * Fields are `null` as in `blockRatio`; the interval needs two blocks on each side.
 *
 * @param statistic called with blocks of one side, or a resample of them in which blocks may repeat
 * @throws RangeError when `resamples` or `level` is out of range
 */
export function blockRatioUnpaired<Block>(
  sides: UnpairedBlocks<Block>,
  statistic: (blocks: readonly Block[]) => number,
  options: UnpairedOptions,
): BlockRatio {
  return compareSides(sides, statistic, options, {
    of: (value) => (value > 0 ? ln(value) : Number.NaN),
    change: (effect) => exp(effect) - 1,
  })
}

/**
 * The plain change, after − before, of a statistic that may be 0, between sides measured independently. The interval is
 * that of `blockRatioUnpaired` without the logarithm.
 *
 * @throws RangeError when `resamples` or `level` is out of range
 */
export function blockDifferenceUnpaired<Block>(
  sides: UnpairedBlocks<Block>,
  statistic: (blocks: readonly Block[]) => number,
  options: UnpairedOptions,
): BlockRatio {
  return compareSides(sides, statistic, options, { of: (value) => value, change: (effect) => effect })
}

/** Where a statistic is roughly normal, and the way from a difference there to the change that is reported. */
interface Scale {
  readonly of: (value: number) => number
  readonly change: (effect: number) => number
}

/** What a side adds to the variance of the effect. */
interface SideVariance {
  readonly variance: number
  readonly degreesOfFreedom: number
}

const NO_INTERVAL = { low: null, high: null, margin: null, pValue: null } as const

function compareSides<Block>(
  sides: UnpairedBlocks<Block>,
  statistic: (blocks: readonly Block[]) => number,
  options: UnpairedOptions,
  scale: Scale,
): BlockRatio {
  const { resamples = 1000, level = 0.95, known, blockVariance, varianceFactor, seed } = options
  if (!Number.isInteger(resamples) || resamples < 2) {
    throw new RangeError(`resamples must be a whole number of at least 2, got ${resamples}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`)
  const pointOf = (side: 'before' | 'after') =>
    known?.[side] ?? (sides[side].length === 0 ? Number.NaN : statistic(sides[side]))
  const [before, after] = [pointOf('before'), pointOf('after')]
  const effect = scale.of(after) - scale.of(before)
  if (!Number.isFinite(effect)) return { before, after, change: null, ...NO_INTERVAL }
  const point = { before, after, change: scale.change(effect) }
  if (Math.min(sides.before.length, sides.after.length) < 2) return { ...point, ...NO_INTERVAL }
  const variances = (['before', 'after'] as const).map((side) =>
    sideVariance(
      bootstrapValues(
        sides[side],
        (blocks) => scale.of(statistic(blocks)),
        new RandomStream(seed, `block-bootstrap-${side}`),
        resamples,
      ),
      sides[side].length,
      blockVariance?.[side] ?? 0,
      varianceFactor?.[side] ?? 1,
    ),
  )
  const error = Math.sqrt(variances.reduce((sum, { variance }) => sum + variance, 0))
  if (!Number.isFinite(error)) return { ...point, ...NO_INTERVAL }
  const degreesOfFreedom = welchSatterthwaite(variances)
  const margin = studentTQuantile((1 + level) / 2, degreesOfFreedom) * error
  return {
    ...point,
    low: scale.change(effect - margin),
    high: scale.change(effect + margin),
    margin,
    pValue: effect === 0 ? 1 : 2 * studentTCdf(-Math.abs(effect) / error, degreesOfFreedom),
  }
}

function bootstrapValues<Block>(
  blocks: readonly Block[],
  valueOf: (blocks: readonly Block[]) => number,
  random: RandomStream,
  resamples: number,
): Float64Array {
  const resample = [...blocks]
  return Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < blocks.length; i++) resample[i] = blocks[random.below(blocks.length)] as Block
    return valueOf(resample)
  })
}

function sideVariance(
  values: Float64Array,
  blocks: number,
  blockVariance: number,
  varianceFactor: number,
): SideVariance {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const bootstrapped = squares / (values.length - 1)
  return {
    variance: varianceFactor * ((bootstrapped * blocks) / (blocks - 1) + blockVariance / blocks),
    degreesOfFreedom: Math.max(1, blocks / varianceFactor - 1),
  }
}

/** That of the pooled test where neither side spreads at all. */
function welchSatterthwaite(sides: readonly SideVariance[]): number {
  const variance = sides.reduce((sum, side) => sum + side.variance, 0)
  if (variance === 0) return sides.reduce((sum, side) => sum + side.degreesOfFreedom, 0)
  return 1 / sides.reduce((sum, side) => sum + (side.variance / variance) ** 2 / side.degreesOfFreedom, 0)
}
