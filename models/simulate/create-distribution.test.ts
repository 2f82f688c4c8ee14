import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { createDistribution } from './create-distribution.ts'
import type { DistributionSpec } from './distribution.ts'

const DRAWS = 250_000

function sample(spec: DistributionSpec): Float64Array {
  const distribution = createDistribution(spec)
  const stream = new RandomStream(3, 'sample')
  return Float64Array.from({ length: DRAWS }, () => distribution.draw(stream)).sort()
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function cs2Of(values: Float64Array): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / mean ** 2
}

function shareBelow(values: Float64Array, limit: number): number {
  return values.filter((value) => value <= limit).length / values.length
}

describe('createDistribution', () => {
  it('deterministic: always the value, and nothing is drawn from the stream', () => {
    const stream = new RandomStream(1, 'x')
    const distribution = createDistribution({ kind: 'deterministic', value: 20 })
    expect([distribution.mean, distribution.draw(stream), distribution.draw(stream)]).toEqual([20, 20, 20])
    expect(stream.float()).toBe(new RandomStream(1, 'x').float())
  })

  it('exponential: mean, cs² = 1, and 1 − 1/e below the mean', () => {
    const values = sample({ kind: 'exponential', mean: 20 })
    // Standard errors: 0.16 % of the mean, 0.0045 of cs², 0.0008 of the share.
    expect(Math.abs(meanOf(values) / 20 - 1)).toBeLessThan(0.0064)
    expect(Math.abs(cs2Of(values) - 1)).toBeLessThan(0.02)
    expect(Math.abs(shareBelow(values, 20) - 0.6321)).toBeLessThan(0.0032)
  })

  it('lognormal by mean and P99: has both', () => {
    const spec: DistributionSpec = { kind: 'lognormal', mean: 20, p99: 80 }
    const values = sample(spec)
    expect(createDistribution(spec).mean).toBeCloseTo(20, 10)
    // σ = 0.688: cv 0.78, so standard errors of 0.12 % of the mean and, of the share, 0.016 %.
    expect(Math.abs(meanOf(values) / 20 - 1)).toBeLessThan(0.005)
    expect(Math.abs(shareBelow(values, 80) - 0.99)).toBeLessThan(0.00065)
  })

  it('lognormal by median and sigma: half below, 84.13 % below e^σ medians, mean e^(σ²/2) medians', () => {
    const spec: DistributionSpec = { kind: 'lognormal', median: 10, sigma: 0.5 }
    const values = sample(spec)
    expect(createDistribution(spec).mean).toBeCloseTo(11.331484530668263, 10)
    expect(Math.abs(shareBelow(values, 10) - 0.5)).toBeLessThan(0.0032)
    expect(Math.abs(shareBelow(values, 16.487212707) - 0.8413)).toBeLessThan(0.0024)
    expect(Math.abs(meanOf(values) / 11.3315 - 1)).toBeLessThan(0.0035)
  })

  it('lognormal: without spread where the P99 is the mean, nearly σ = z at 14.96 times the mean', () => {
    const tight = createDistribution({ kind: 'lognormal', mean: 20, p99: 20 })
    expect(tight.draw(new RandomStream(1, 'x'))).toBeCloseTo(20, 10)
    expect(createDistribution({ kind: 'lognormal', mean: 20, p99: 299.2 }).mean).toBeCloseTo(20, 10)
    expect(() => createDistribution({ kind: 'lognormal', mean: 20, p99: 300 })).toThrow(
      /p99 must be 1 to 14.96/,
    )
  })

  it('hyperexponential: mean and cs² asked for', () => {
    const values = sample({ kind: 'hyperexponential', mean: 20, cs2: 4 })
    // cv 2: a standard error of 0.32 % of the mean. The moments of two balanced phases, p = 0.887, give cs² one of
    // 0.035.
    expect(Math.abs(meanOf(values) / 20 - 1)).toBeLessThan(0.0128)
    expect(Math.abs(cs2Of(values) - 4)).toBeLessThan(0.14)
  })

  it('hyperexponential with cs² = 1 is exponential', () => {
    const values = sample({ kind: 'hyperexponential', mean: 20, cs2: 1 })
    expect(Math.abs(cs2Of(values) - 1)).toBeLessThan(0.02)
    expect(Math.abs(shareBelow(values, 20) - 0.6321)).toBeLessThan(0.0032)
  })

  it('empirical: between the quantiles', () => {
    const values = sample({ kind: 'empirical', quantiles: [1, 2, 3, 4] })
    expect([values[0], values.at(-1)]).toEqual([1, 4])
    expect(Math.abs(shareBelow(values, 2) - 0.375)).toBeLessThan(0.0031)
  })

  it.each<[DistributionSpec, RegExp]>([
    [{ kind: 'deterministic', value: -1 }, /^value must/],
    [{ kind: 'exponential', mean: Infinity }, /^mean must/],
    [{ kind: 'lognormal', mean: 0, p99: 80 }, /^mean must/],
    [{ kind: 'lognormal', mean: 20, p99: 19 }, /^p99 must/],
    [{ kind: 'lognormal', mean: 20, p99: NaN }, /^p99 must/],
    [{ kind: 'lognormal', median: 0, sigma: 1 }, /^median must/],
    [{ kind: 'lognormal', median: 1, sigma: -1 }, /^sigma must/],
    [{ kind: 'lognormal', median: 1, sigma: 50 }, /too large/],
    [{ kind: 'hyperexponential', mean: -1, cs2: 4 }, /^mean must/],
    [{ kind: 'hyperexponential', mean: 1, cs2: 0.9 }, /^cs2 must/],
    [{ kind: 'empirical', quantiles: [] }, /at least one/],
    [{ kind: 'empirical', quantiles: [2, 1] }, /ascending/],
    [{ kind: 'empirical', quantiles: [-1, 1] }, /ascending/],
    [{ kind: 'empirical', quantiles: [1, NaN] }, /finite/],
  ])('refuses %o', (spec, message) => {
    expect(() => createDistribution(spec)).toThrow(RangeError)
    expect(() => createDistribution(spec)).toThrow(message)
  })
})
