import type { VerifyArtifact } from '../artifacts/verify.ts'
import { exp } from '../random/portable-math.ts'
import { compareP99, type PairOptions } from './before-after.ts'

/** How precisely the ratio of the P99s was to be known, and what that took: 0.1 stands for ratio / 1.1 to × 1.1. */
export interface VerifiedStages {
  /** How precisely it was to be known. */
  readonly wanted: number
  /** Windows of the first stage. */
  readonly firstWindows: number
  /** What the first stage alone gave; `null` where it had no interval. */
  readonly reachedFirst: number | null
  /** Windows of both stages. */
  readonly windows: number
  /** What they all gave; `null` where there is no interval. */
  readonly reached: number | null
  /** Windows that the wanted precision takes, by the first stage; `null` where that cannot be told. */
  readonly needed: number | null
}

/** @returns `null` where no precision was wanted, or the first stage is not done */
export function describeStages(verify: VerifyArtifact | null, options: PairOptions): VerifiedStages | null {
  const { design, pairs, needed } = verify ?? {}
  if (design == null || pairs === undefined || design.precision === null) return null
  if (pairs.length < design.firstPairs) return null
  const precisionOf = (count: number) => {
    const { margin } = compareP99(pairs.slice(0, count), options)
    return margin === null ? null : exp(margin) - 1
  }
  return {
    wanted: design.precision,
    firstWindows: design.firstPairs,
    reachedFirst: precisionOf(design.firstPairs),
    windows: pairs.length,
    reached: precisionOf(pairs.length),
    needed: needed ?? null,
  }
}
