import type { VerifyDesign, VerifyPair } from '../artifacts/verify.ts'
import { compareP99 } from '../report/before-after.ts'
import { median } from '../statistics/median.ts'
import { type PairsNeeded, pairsNeeded } from './pairs-needed.ts'

/**
 * How many pairs a verification goes on to, once its first stage is done. It is the P99 that decides: the conclusion
 * of a run rests on it, and of the figures that are compared it is the one known least well.
 *
 * @param pairs those of the first stage
 * @param options.step pairs come in whole multiples of it
 * @throws RangeError when the design's precision is not positive
 */
export function planSecondStage(
  design: VerifyDesign,
  pairs: readonly VerifyPair[],
  options: { readonly step: number; readonly seed: number },
): PairsNeeded {
  const { firstPairs, precision } = design
  if (precision === null) return { needed: null, planned: firstPairs }
  const { change, margin } = compareP99(pairs, { seed: options.seed })
  // Where one side has no response at all, more windows would not have any either.
  if (change === null) return { needed: null, planned: firstPairs }
  return pairsNeeded({
    firstPairs,
    margin,
    precision,
    step: options.step,
    mostPairs: affordablePairs(design, pairs),
  })
}

/** What the limits allow, if further pairs take as long as the first ones typically did. */
function affordablePairs({ mostPairs, mostMs }: VerifyDesign, pairs: readonly VerifyPair[]): number {
  const tookMs = pairs.flatMap((pair) => pair.tookMs ?? [])
  if (mostMs === null || tookMs.length === 0) return mostPairs
  return Math.min(mostPairs, Math.floor(mostMs / median(tookMs)))
}
