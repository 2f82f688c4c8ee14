import type { Arrivals } from './arrivals.ts'
import { EvenlySpaced } from './evenly-spaced.ts'
import { requireAtLeast, requirePositive } from './require-number.ts'
import type { RampArrivals } from './spec.ts'

/**
 * Arrivals at a rate that changes linearly.
 *
 * @throws RangeError when a rate is not finite and ≥ 0 or the duration not finite and > 0
 */
export function rampArrivals({ fromRate, toRate, durationMs }: RampArrivals): Arrivals {
  requireAtLeast('fromRate', fromRate, 0)
  requireAtLeast('toRate', toRate, 0)
  requirePositive('durationMs', durationMs)
  return new EvenlySpaced([{ fromRate, toRate, durationMs }])
}
