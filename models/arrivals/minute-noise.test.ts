import { describe, expect, it } from 'vitest'
import { minuteNoise } from './minute-noise.ts'

const MINUTES = 200_000

function sample(relativeSd: number, correlationMinutes: number) {
  const factors = minuteNoise({ relativeSd, correlationMinutes }, MINUTES, 5)
  const mean = factors.reduce((sum, x) => sum + x, 0) / MINUTES
  const covariance = (lag: number): number => {
    let sum = 0
    for (let i = lag; i < MINUTES; i++)
      sum += ((factors[i] ?? NaN) - mean) * ((factors[i - lag] ?? NaN) - mean)
    return sum / (MINUTES - lag)
  }
  const variance = covariance(0)
  return { mean, sd: Math.sqrt(variance), correlation: (lag: number) => covariance(lag) / variance }
}

describe('minuteNoise', () => {
  it('has mean 1, the relative sd asked for, and a correlation that decays as e^(−lag / minutes)', () => {
    // φ = e^(−1/8) = 0.8825. Standard errors over 200 000 minutes: of the mean 0.08 · sqrt((1+φ)/(1−φ)/n) =
    // 0.0007; of the sd sqrt((1+φ²)/(1−φ²)/2n) = 0.45 %; of the lag-1 correlation sqrt((1−φ²)/n) = 0.001, and of
    // that at lag 8 about 0.006. Tolerances are four of them.
    const { mean, sd, correlation } = sample(0.08, 8)
    expect(Math.abs(mean - 1)).toBeLessThan(0.003)
    expect(Math.abs(sd / 0.08 - 1)).toBeLessThan(0.018)
    expect(Math.abs(correlation(1) - 0.8825)).toBeLessThan(0.004)
    expect(Math.abs(correlation(8) - 0.3679)).toBeLessThan(0.025)
  })

  it('is uncorrelated at 0 correlation minutes', () => {
    // Standard error of a correlation of independent numbers: 1 / sqrt(n) = 0.0022.
    const { sd, correlation } = sample(0.3, 0)
    expect(Math.abs(sd / 0.3 - 1)).toBeLessThan(0.015)
    expect(Math.abs(correlation(1))).toBeLessThan(0.009)
  })

  it('is 1 throughout at a relative sd of 0', () => {
    expect(minuteNoise({ relativeSd: 0, correlationMinutes: 8 }, 3, 1)).toEqual(new Float64Array([1, 1, 1]))
  })

  it('names the parameter that is out of range', () => {
    expect(() => minuteNoise({ relativeSd: -1, correlationMinutes: 8 }, 1, 1)).toThrow(/^noise\.relativeSd/)
    expect(() => minuteNoise({ relativeSd: 0, correlationMinutes: NaN }, 1, 1)).toThrow(
      /^noise\.correlationMinutes/,
    )
  })
})
