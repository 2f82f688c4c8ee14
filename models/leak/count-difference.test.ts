import { expect, test } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { standardExponential } from '../random/standard-exponential.ts'
import { countDifference } from './count-difference.ts'

// The exact intervals of 95 % of a Poisson count (Garwood 1936, Biometrika 28, 437–442), as published tables have them.
test.each([
  [1, 0.025, 5.572],
  [5, 1.623, 11.668],
  [10, 4.795, 18.39],
  [50, 37.11, 65.92],
  [100, 81.36, 121.63],
])('from nothing to %d: from %d to %d within 0.15', (count, low, high) => {
  const found = countDifference(0, count, 0.025)
  // Nothing may still have been up to 3.7, which only the lower end feels.
  const nothing = 3.689
  expect(count - Math.sqrt((count - found.low) ** 2 - nothing ** 2)).toBeCloseTo(low, 0)
  expect(Math.abs(found.high - high)).toBeLessThan(0.15)
})

test('nothing and nothing differ by nothing, within what three or four would not show', () => {
  const { value, low, high } = countDifference(0, 0, 0.025)
  expect(value).toBe(0)
  expect(high).toBeCloseTo(3.69, 0)
  expect(low).toBeCloseTo(-high, 12)
})

test('of 2,000 pairs of counts with the same mean, each end is passed by at most 3.5 %', () => {
  const random = new RandomStream(9, 'counts')
  for (const mean of [3, 30]) {
    let above = 0
    for (let i = 0; i < 2000; i++) {
      if (countDifference(poisson(random, mean), poisson(random, mean), 0.025).low > 0) above++
    }
    expect(above / 2000).toBeLessThan(0.035)
    expect(above / 2000).toBeGreaterThan(0.002)
  }
})

function poisson(random: RandomStream, mean: number): number {
  let count = -1
  for (let at = 0; at < mean; count++) at += standardExponential(random)
  return count
}
