import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { normal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { uslIntervals, type UslInterval } from './usl-intervals.ts'
import { fitUsl, uslPeak, uslThroughput } from './usl.ts'

const TRUTH = { alpha: 0.03, beta: 4e-4, gamma: 100 }
const CONCURRENCIES = [1, 2, 4, 8, 16, 32, 64, 96]

function noisy(seed: number, unit = 1) {
  const random = new RandomStream(seed, 'usl-test')
  return CONCURRENCIES.map((concurrency) => ({
    concurrency,
    throughput: Math.max(0, uslThroughput(TRUTH, concurrency) + normal(random, 0, 30)) * unit,
  }))
}

it('contains the truth about 19 times in 20', () => {
  const { concurrency, throughput } = uslPeak(TRUTH)
  const runs = Array.from({ length: 40 }, (_, seed) => {
    const points = noisy(seed)
    return uslIntervals(points, fitUsl(points), { seed, resamples: 119 })
  })
  const covered = (interval: UslInterval | undefined, truth: number) => {
    const [low = NaN, high = NaN] = interval ?? []
    return low <= truth && truth <= (high ?? Infinity)
  }
  const counts = [
    runs.filter((run) => covered(run?.alpha, TRUTH.alpha)).length,
    runs.filter((run) => covered(run?.beta, TRUTH.beta)).length,
    runs.filter((run) => covered(run?.gamma, TRUTH.gamma)).length,
    runs.filter((run) => covered(run?.peakConcurrency, concurrency)).length,
    runs.filter((run) => covered(run?.peakThroughput, throughput)).length,
  ]
  // 95 % of 40 are 38, with a binomial standard deviation of 1.4.
  for (const count of counts) expect(count).toBeGreaterThan(33)
  // Intervals that are too wide would never miss.
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThan(5 * 40)
})

it('does not depend on the unit of throughput, and keeps to the bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(1 / 64, 1024), (seed, unit) => {
      const points = noisy(seed)
      const scaled = noisy(seed, unit)
      const intervals = uslIntervals(points, fitUsl(points), { seed, resamples: 100 })
      const others = uslIntervals(scaled, fitUsl(scaled), { seed, resamples: 100 })
      for (const share of [intervals?.alpha, intervals?.beta]) {
        expect(share?.[0]).toBeGreaterThanOrEqual(0)
        expect(share?.[1]).toBeLessThanOrEqual(1)
      }
      expect(others?.alpha[1]).toBeCloseTo(intervals?.alpha[1] ?? NaN, 4)
      expect((others?.gamma[0] ?? NaN) / unit / (intervals?.gamma[0] ?? NaN)).toBeCloseTo(1, 3)
    }),
    { numRuns: 5 },
  )
})
