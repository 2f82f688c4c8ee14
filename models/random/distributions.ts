import { exp, ln } from './portable-math.ts'
import type { RandomStream } from './random-stream.ts'
import { standardExponential } from './standard-exponential.ts'

/**
 * An exponentially distributed number ≥ 0.
 *
 * @param mean finite, ≥ 0
 * @throws RangeError when the mean is out of range
 */
export function exponential(stream: RandomStream, mean: number): number {
  requireFiniteNotNegative('mean', mean)
  return mean * standardExponential(stream)
}

/**
 * A normally distributed number, by Marsaglia's polar method (1964). The second number of each pair is
 * thrown away, so that a draw depends on the stream alone.
 *
 * @param mean finite
 * @param standardDeviation finite, ≥ 0
 * @throws RangeError when a parameter is out of range
 */
export function normal(stream: RandomStream, mean: number, standardDeviation: number): number {
  if (!Number.isFinite(mean)) throw new RangeError(`mean must be finite, got ${mean}`)
  requireFiniteNotNegative('standardDeviation', standardDeviation)
  return mean + standardDeviation * standardNormal(stream)
}

/**
 * A lognormally distributed number > 0, given its own mean and coefficient of variation rather than those of
 * its logarithm: σ² = ln(1 + cv²), μ = ln(mean) − σ²/2.
 *
 * @param mean finite, ≥ 0 (0 gives 0)
 * @param coefficientOfVariation standard deviation divided by the mean; finite, ≥ 0
 * @throws RangeError when a parameter is out of range
 */
export function lognormal(stream: RandomStream, mean: number, coefficientOfVariation: number): number {
  requireFiniteNotNegative('mean', mean)
  requireFiniteNotNegative('coefficientOfVariation', coefficientOfVariation)
  const variance = ln(1 + coefficientOfVariation * coefficientOfVariation)
  return mean * exp(Math.sqrt(variance) * standardNormal(stream) - variance / 2)
}

function standardNormal(stream: RandomStream): number {
  // The point falls outside the circle with probability 1 − π/4, so the loop ends after 1.27 rounds on average.
  for (;;) {
    const x = 2 * stream.float() - 1
    const y = 2 * stream.float() - 1
    const square = x * x + y * y
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * ln(square)) / square)
  }
}

function requireFiniteNotNegative(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`${name} must be finite and >= 0, got ${value}`)
}
