import type { Arrivals } from './arrivals.ts'
import { EvenlySpaced } from './evenly-spaced.ts'
import { requireAtLeast, requirePositive } from './require-number.ts'
import type { ConstantArrivals } from './spec.ts'

/**
 * Arrivals at i · 1000 / rate ms, beginning at 0.
 *
 * @throws RangeError when the rate is not finite and ≥ 0 or the duration not finite and > 0
 */
export function constantArrivals({ rate, durationMs }: ConstantArrivals): Arrivals {
  requireAtLeast('rate', rate, 0)
  requirePositive('durationMs', durationMs)
  return new EvenlySpaced([{ fromRate: rate, toRate: rate, durationMs }])
}
