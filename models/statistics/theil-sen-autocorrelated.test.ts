import { describe, expect, test } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { autoregressiveSeries } from './theil-sen-series.fixture.ts'
import { theilSenSlope } from './theil-sen.ts'
import { autocorrelatedTheilSen } from './theil-sen-autocorrelated.ts'

const SERIES = 600

describe('with no slope, the lower end of the interval is above 0 in', () => {
  // The greatest rates that simulations of 20,000 series show, and three standard deviations of a count of 600.
  test.each([
    [12, 0, 0.03],
    [12, 0.6, 0.06],
    [20, 0.3, 0.04],
    [20, 0.8, 0.065],
    [30, 0.6, 0.04],
  ])('n = %d and rho = %d: at most %d of all series, and what chance adds', (n, rho, most) => {
    const margin = 3 * Math.sqrt((most * (1 - most)) / SERIES)
    expect(shareAbove(n, rho, 0)).toBeLessThan(most + margin)
  })

  test('many more where points are taken for independent', () => {
    const random = new RandomStream(3, 'independent')
    const found = Array.from({ length: SERIES }, () =>
      theilSenSlope(autoregressiveSeries(random, { n: 30, rho: 0.6, slope: 0 })),
    )
    expect(found.filter(({ low }) => low > 0).length / SERIES).toBeGreaterThan(0.1)
  })
})

test('a slope of 0.2 standard deviations a point is found in 9 of 10 series of 20 independent points', () => {
  expect(shareAbove(20, 0, 0.2)).toBeGreaterThan(0.9)
})

test('a line is found as it is', () => {
  expect(autocorrelatedTheilSen([1, 2, 3, 4, 5, 6].map((x) => [x, 3 + 4 * x] as const))).toEqual({
    slope: 4,
    low: 4,
    high: 4,
    correlation: 0,
  })
})

test('where there are too few slopes for an end, it is that of Student’s t', () => {
  const points = [
    [0, 0],
    [1, 3],
    [2, 1],
  ] as const
  // Residuals about 0.5 x: 0, 2.5, 0; s² = 25/6; F = 9; Σ (x − x̄)² = 2; t of 2 degrees of freedom at 97.5 % is 4.30265.
  const distance = 4.302652729749464 * Math.sqrt((25 / 6) * (9 / 2))
  const { slope, low, high } = autocorrelatedTheilSen(points, { correlation: 0.8 })
  expect(slope).toBe(0.5)
  expect(low).toBeCloseTo(0.5 - distance, 10)
  expect(high).toBeCloseTo(0.5 + distance, 10)
})

test('a known correlation is used as it is, and a larger one makes the interval wider', () => {
  const points = autoregressiveSeries(new RandomStream(1, 'known'), { n: 30, rho: 0, slope: 0 })
  const narrow = autocorrelatedTheilSen(points, { correlation: 0 })
  const wide = autocorrelatedTheilSen(points, { correlation: 0.5 })
  expect(narrow).toMatchObject(theilSenSlope(points))
  expect(wide.correlation).toBe(0.5)
  expect(wide.high - wide.low).toBeGreaterThan(1.4 * (narrow.high - narrow.low))
})

function shareAbove(n: number, rho: number, slope: number): number {
  const random = new RandomStream(n, `rho ${rho} slope ${slope}`)
  let above = 0
  for (let i = 0; i < SERIES; i++) {
    if (autocorrelatedTheilSen(autoregressiveSeries(random, { n, rho, slope })).low > 0) above++
  }
  return above / SERIES
}
