import { expect, test } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { theilSenSlope } from './theil-sen.ts'

test("Sen's own example has slope 4, and from 26/7 to 35/8 at 93 %", () => {
  const x = [1, 2, 3, 4, 10, 12, 18]
  const y = [9, 15, 19, 20, 45, 55, 78]
  const found = theilSenSlope(
    x.map((each, i) => [each, y[i] as number] as const),
    1.811910673,
  )
  expect(found.slope).toBeCloseTo(4, 12)
  expect(found.low).toBeCloseTo(26 / 7, 12)
  expect(found.high).toBeCloseTo(35 / 8, 12)
})

test('a line is found as it is, in any order', () => {
  expect(theilSenSlope([4, 1, 3, 2, 5].map((x) => [x, 7 - 2 * x] as const))).toEqual({
    slope: -2,
    low: -2,
    high: -2,
  })
})

test('what does not change has no slope, and no interval', () => {
  expect(theilSenSlope([1, 2, 3, 4].map((x) => [x, 5] as const))).toEqual({ slope: 0, low: 0, high: 0 })
})

test('a wild value out of ten does not matter', () => {
  const points = Array.from({ length: 11 }, (_, x) => [x, x === 5 ? 1e6 : 3 * x] as const)
  expect(theilSenSlope(points).slope).toBe(3)
})

test('the interval of noise without a slope holds 0 about 19 times in 20', () => {
  const random = new RandomStream(5, 'theil-sen')
  let held = 0
  for (let i = 0; i < 400; i++) {
    const { low, high } = theilSenSlope(Array.from({ length: 20 }, (_, x) => [x, random.float()] as const))
    if (low <= 0 && high >= 0) held++
  }
  expect(held / 400).toBeGreaterThan(0.92)
  expect(held / 400).toBeLessThan(0.98)
})

test.each([
  [[]],
  [[[1, 2]]],
  [
    [
      [1, 2],
      [1, 3],
    ],
  ],
] as const)('%j has no slope', (points) => {
  expect(() => theilSenSlope(points)).toThrow(RangeError)
})
