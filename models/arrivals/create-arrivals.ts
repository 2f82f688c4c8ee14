import type { Arrivals } from './arrivals.ts'
import { constantArrivals } from './constant.ts'
import { poissonArrivals } from './poisson.ts'
import { rampArrivals } from './ramp.ts'
import { requireInteger } from './require-number.ts'
import type { ArrivalSpec } from './spec.ts'
import { stepArrivals } from './steps.ts'
import { traceArrivals } from './trace.ts'
import { weekArrivals } from './week.ts'

/**
 * The schedule that a scenario asks for; the same spec and seed give the same bytes on every runtime.
 *
 * @param seed an integer whose low 32 bits count; only `poisson` and `week` depend on it
 * @throws RangeError naming the field of the spec that is out of range
 */
export function createArrivals(spec: ArrivalSpec, seed: number): Arrivals {
  requireInteger('seed', seed)
  switch (spec.kind) {
    case 'constant':
      return constantArrivals(spec)
    case 'ramp':
      return rampArrivals(spec)
    case 'steps':
      return stepArrivals(spec)
    case 'poisson':
      return poissonArrivals(spec, seed)
    case 'week':
      return weekArrivals(spec, seed)
    case 'trace':
      return traceArrivals(spec)
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(spec satisfies never)}`)
  }
}
