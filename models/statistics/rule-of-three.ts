import { ln } from '../random/portable-math.ts'
import type { BlockRatio } from './block-ratio.ts'

/** With a rate of so many in n, nothing is seen in n with a chance of 2.5 %. */
const UNSEEN = -ln(0.025)

/**
 * Where something never happened on either side, resampling finds no spread. That it happened in none of n excludes
 * only rates above −ln(0.025) / n, if it happens independently: the "rule of three", at 97.5 % for each side
 * (Hanley and Lippman-Hand 1983, JAMA 249, 1743–1745).
 *
 * @param effect a plain difference; as it is where something did happen, or it has no interval
 * @param exposure how often, or for how long, it might have happened on each side; > 0
 */
export function withUnseen(
  effect: BlockRatio,
  exposure: { readonly before: number; readonly after: number },
): BlockRatio {
  if (effect.margin === null || effect.before !== 0 || effect.after !== 0) return effect
  const low = -UNSEEN / exposure.before
  const high = UNSEEN / exposure.after
  return { ...effect, low, high, margin: (high - low) / 2 }
}
