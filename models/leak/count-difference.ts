import { normalQuantile } from '../random/normal-quantile.ts'

/** How much more was counted, with an interval. */
export interface CountDifference {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * The difference of two Poisson counts, b − a, with an interval: each count's own interval after Byar (Rothman and Boice
 * 1979, Epidemiologic Analysis with a Programmable Calculator), k (1 − 1 / (9 k) ∓ z / (3 √k))³ with k + 1 in place of k for
 * the upper end, put together by their distances, b − a ∓ √((b − b_∓)² + (a_± − a)²) (Zou and Donner 2008, Statistics in
 * Medicine 27, 1693–1702). Counts need not be whole.
 *
 * @param before a ≥ 0
 * @param after b ≥ 0
 * @param tail chance of each end, in (0, ½)
 */
export function countDifference(before: number, after: number, tail: number): CountDifference {
  const z = -normalQuantile(tail)
  const value = after - before
  return {
    value,
    low: value - Math.hypot(after - lowerEnd(after, z), upperEnd(before, z) - before),
    high: value + Math.hypot(upperEnd(after, z) - after, before - lowerEnd(before, z)),
  }
}

function lowerEnd(count: number, z: number): number {
  if (count === 0) return 0
  return count * Math.max(1 - 1 / (9 * count) - z / (3 * Math.sqrt(count)), 0) ** 3
}

function upperEnd(count: number, z: number): number {
  const more = count + 1
  return more * (1 - 1 / (9 * more) + z / (3 * Math.sqrt(more))) ** 3
}
