import type { Arrivals } from './arrivals.ts'
import { EvenlySpaced } from './evenly-spaced.ts'
import { requireAtLeast, requirePositive } from './require-number.ts'
import type { StepArrivals } from './spec.ts'

/**
 * Constant rates one after another. A step of a whole number of requests is a constant schedule of its own;
 * otherwise the part of a gap that is left over counts towards the first arrival of the next step.
 *
 * @throws RangeError when there is no step, a rate is not finite and ≥ 0 or a duration not finite and > 0
 */
export function stepArrivals({ steps }: StepArrivals): Arrivals {
  if (steps.length === 0) throw new RangeError('steps must hold at least one step')
  for (const [index, { rate, durationMs }] of steps.entries()) {
    requireAtLeast(`steps[${index}].rate`, rate, 0)
    requirePositive(`steps[${index}].durationMs`, durationMs)
  }
  return new EvenlySpaced(steps.map(({ rate, durationMs }) => ({ fromRate: rate, toRate: rate, durationMs })))
}
