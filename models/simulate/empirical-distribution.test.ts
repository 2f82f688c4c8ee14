import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'

describe('EmpiricalDistribution', () => {
  it('draws its constant', () => {
    const constant = EmpiricalDistribution.constant(7)
    const stream = new RandomStream(1, 'constant')
    expect(constant.mean).toBe(7)
    for (let i = 0; i < 100; i++) expect(constant.draw(stream)).toBe(7)
  })

  it('draws from a stream once for every value, constant or not', () => {
    const one = new RandomStream(1, 'same')
    const other = new RandomStream(1, 'same')
    EmpiricalDistribution.constant(7).draw(one)
    new EmpiricalDistribution(Float64Array.of(1, 2, 3)).draw(other)
    expect(one.float()).toBe(other.float())
  })

  it('has the mean and the distribution function of its quantiles', () => {
    // Skewed: quantiles of an exponential with mean 10.
    const n = 500
    const quantiles = Float64Array.from({ length: n }, (_, i) => -10 * Math.log(1 - (i + 0.5) / n))
    const distribution = new EmpiricalDistribution(quantiles)
    const stream = new RandomStream(5, 'draws')
    const draws = Float64Array.from({ length: 200_000 }, () => distribution.draw(stream)).sort()
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
    // The standard deviation is that of the exponential, 10, or a little less: standard error 0.022.
    expect(Math.abs(mean - distribution.mean)).toBeLessThan(4 * 0.0224)
    expect(draws[0]).toBeGreaterThanOrEqual(quantiles[0]!)
    expect(draws.at(-1)).toBeLessThanOrEqual(quantiles[n - 1]!)
    // Kolmogorov: the largest distance exceeds 2.2 / √200 000 = 0.0049 once in 8000 times.
    let distance = 0
    for (const [i, quantile] of quantiles.entries()) {
      const share = draws.findIndex((x) => x > quantile) / draws.length
      if (i < n - 1) distance = Math.max(distance, Math.abs(share - (i + 0.5) / n))
    }
    expect(distance).toBeLessThan(0.0049)
  })

  it('is read from counts at even steps of probability', () => {
    const counts = { values: Float64Array.of(1, 5, 9), counts: Float64Array.of(50, 25, 25) }
    const distribution = EmpiricalDistribution.fromCounts(counts, 8)
    expect([...distribution.quantiles]).toEqual([1, 1, 1, 1, 5, 5, 9, 9])
    expect(distribution.mean).toBe(4)
  })

  it('needs at least one value', () => {
    expect(() => new EmpiricalDistribution(new Float64Array(0))).toThrow(RangeError)
    // Quantiles of nothing are not numbers and must not be drawn.
    const nothing = { values: new Float64Array(0), counts: new Float64Array(0) }
    expect(() => EmpiricalDistribution.fromCounts(nothing)).toThrow(RangeError)
  })
})
