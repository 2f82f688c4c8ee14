import { describe, expect, it } from 'vitest'
import { exponential, lognormal, normal } from './distributions.ts'
import { RandomStream } from './random-stream.ts'

const DRAWS = 1_000_000

/** Mean, standard deviation and standardised third and fourth moments. */
function moments(draw: (stream: RandomStream) => number) {
  const stream = new RandomStream(11, 'moments')
  const values = Float64Array.from({ length: DRAWS }, () => draw(stream))
  const central = (power: number): number =>
    values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const sd = Math.sqrt(central(2))
  return {
    mean,
    sd,
    skewness: central(3) / sd ** 3,
    kurtosis: central(4) / sd ** 4,
    min: values.reduce((a, b) => Math.min(a, b)),
  }
}

describe('exponential', () => {
  it('has the moments 1, 1, 2 and 9', () => {
    // Standard errors with a million draws: 0.001, 0.0014 (× the mean of 5), about 0.013 and 0.2.
    const { mean, sd, skewness, kurtosis, min } = moments((stream) => exponential(stream, 5))
    expect(Math.abs(mean / 5 - 1)).toBeLessThan(0.004)
    expect(Math.abs(sd / 5 - 1)).toBeLessThan(0.006)
    expect(Math.abs(skewness - 2)).toBeLessThan(0.05)
    expect(Math.abs(kurtosis - 9)).toBeLessThan(0.8)
    expect(min).toBeGreaterThanOrEqual(0)
  })

  it('is 0 for a mean of 0, without a sign', () => {
    expect(exponential(new RandomStream(1, 'zero'), 0)).toBe(0)
  })

  it.each([-1, NaN, Infinity])('refuses a mean of %s', (mean) => {
    expect(() => exponential(new RandomStream(1, 'x'), mean)).toThrow(/^mean must be/)
  })
})

describe('normal', () => {
  it('has the moments 0, 1, 0 and 3', () => {
    // Standard errors with a million draws: 0.001, 0.0007 (× the deviation of 2), 0.0024 and 0.0049.
    const { mean, sd, skewness, kurtosis } = moments((stream) => normal(stream, 10, 2))
    expect(Math.abs(mean - 10)).toBeLessThan(0.008)
    expect(Math.abs(sd - 2)).toBeLessThan(0.006)
    expect(Math.abs(skewness)).toBeLessThan(0.01)
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.02)
  })

  it('puts 68.27, 95.45 and 99.73 % within one, two and three deviations', () => {
    const stream = new RandomStream(12, 'sigma')
    const within = [0, 0, 0]
    for (let i = 0; i < DRAWS; i++) {
      const distance = Math.abs(normal(stream, 0, 1))
      for (let k = 0; k < 3; k++) if (distance < k + 1) within[k] = (within[k] ?? NaN) + 1
    }
    // Standard errors: 0.0005, 0.0002, 0.00005.
    expect(Math.abs((within[0] ?? NaN) / DRAWS - 0.6827)).toBeLessThan(0.002)
    expect(Math.abs((within[1] ?? NaN) / DRAWS - 0.9545)).toBeLessThan(0.0009)
    expect(Math.abs((within[2] ?? NaN) / DRAWS - 0.9973)).toBeLessThan(0.0003)
  })

  it('refuses what is not a distribution', () => {
    expect(() => normal(new RandomStream(1, 'x'), NaN, 1)).toThrow(/^mean must be/)
    expect(() => normal(new RandomStream(1, 'x'), 0, -1)).toThrow(/^standardDeviation must be/)
  })
})

describe('lognormal', () => {
  it.each([
    [20, 0.1],
    [20, 0.5],
    [0.3, 1],
  ])('has the mean %s and coefficient of variation %s asked for', (mean, cv) => {
    const got = moments((stream) => lognormal(stream, mean, cv))
    // The mean's standard error is cv / 1000 of it; the deviation's grows with the fourth moment, for a
    // lognormal e^{4σ²} + 2e^{3σ²} + 3e^{2σ²} − 3 (38 + 3 at cv 1, hence sqrt(40) / 2000 = 0.32 %).
    expect(Math.abs(got.mean / mean - 1)).toBeLessThan(0.004 * cv)
    expect(Math.abs(got.sd / (mean * cv) - 1)).toBeLessThan(0.013)
    // Skewness (3 + cv²) cv, heavy-tailed: only its size is checked.
    expect(Math.abs(got.skewness / ((3 + cv * cv) * cv) - 1)).toBeLessThan(0.15)
    expect(got.min).toBeGreaterThan(0)
  })

  it('is the mean itself without variation, and 0 for a mean of 0', () => {
    expect(lognormal(new RandomStream(1, 'x'), 7, 0)).toBe(7)
    expect(lognormal(new RandomStream(1, 'x'), 0, 2)).toBe(0)
  })

  it('refuses what is not a distribution', () => {
    expect(() => lognormal(new RandomStream(1, 'x'), -1, 1)).toThrow(/^mean must be/)
    expect(() => lognormal(new RandomStream(1, 'x'), 1, Infinity)).toThrow(/^coefficientOfVariation must be/)
  })
})
