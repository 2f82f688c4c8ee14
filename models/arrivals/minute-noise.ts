import { normal } from '../random/distributions.ts'
import { exp, ln } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { requireAtLeast } from './require-number.ts'
import type { WeekArrivals } from './spec.ts'

/**
 * One factor a minute with mean 1: exp(z − σ²/2), where z is a stationary Gaussian AR(1) of variance
 * σ² = ln(1 + relativeSd²) whose correlation falls to 1/e in `correlationMinutes` (0 means none).
 *
 * The factors are correlated as (e^{σ²φ} − 1) / (e^{σ²} − 1), which for a relative sd of 0.08 differs from
 * φ = e^{−1/correlationMinutes} by less than 0.001.
 *
 * @throws RangeError when a parameter is not finite and ≥ 0
 */
export function minuteNoise(noise: WeekArrivals['noise'], minutes: number, seed: number): Float64Array {
  requireAtLeast('noise.relativeSd', noise.relativeSd, 0)
  requireAtLeast('noise.correlationMinutes', noise.correlationMinutes, 0)
  const variance = ln(1 + noise.relativeSd * noise.relativeSd)
  const sd = Math.sqrt(variance)
  const carry = noise.correlationMinutes === 0 ? 0 : exp(-1 / noise.correlationMinutes)
  const innovation = Math.sqrt(1 - carry * carry)

  const stream = new RandomStream(seed, 'arrivals minute noise')
  const factors = new Float64Array(minutes)
  let z = normal(stream, 0, 1)
  for (let minute = 0; minute < minutes; minute++) {
    factors[minute] = exp(sd * z - variance / 2)
    z = carry * z + innovation * normal(stream, 0, 1)
  }
  return factors
}
