import { expect, test } from 'vitest'
import {
  deepestFall,
  earlyLevel,
  firstLevel,
  type GrowthPoint,
  lastLevel,
  pointsFrom,
  shapeOf,
  stepNoise,
} from './growth-series.ts'

const line: readonly GrowthPoint[] = Array.from({ length: 20 }, (_, i) => [100 * i, 5000 + 300 * i] as const)

test('a line has its slope in all of its parts, and no noise', () => {
  const { whole, first, second, noise, risen } = shapeOf(line)
  for (const part of [whole, first, second]) expect(part).toMatchObject({ slope: 3, low: 3, high: 3 })
  expect(noise).toBe(0)
  expect(risen).toBe(5700)
})

test('a curve makes the interval of the whole wide, and those of its halves narrow', () => {
  const curve = Array.from({ length: 20 }, (_, i) => [i, 1000 * Math.min(i, 10)] as const)
  const { whole, first, second } = shapeOf(curve)
  expect(whole.high - whole.low).toBeGreaterThan(500)
  expect(first).toMatchObject({ slope: 1000, low: 1000 })
  expect(second).toMatchObject({ slope: 0, high: 0 })
})

test('a stretch begins at a share of the requests, not of the points', () => {
  const points = [0, 10, 20, 30, 1000].map((x) => [x, 0] as const)
  expect(pointsFrom(points, 0.5)).toEqual([[1000, 0]])
})

test('levels are medians of two points at the least', () => {
  expect(firstLevel(line)).toBe(5150)
  expect(earlyLevel(line)).toBe(5450)
  expect(lastLevel(line)).toBe(5000 + 300 * 17.5)
})

test('the deepest fall is from a peak to what comes after it', () => {
  expect(deepestFall([5, 9, 4, 12, 10].map((y, x) => [x, y] as const))).toBe(5)
  expect(deepestFall(line)).toBe(0)
})

test('one fall does not make the steps noisy', () => {
  const tooth = line.map(([x, y], i) => [x, i < 10 ? y : y - 3000] as const)
  expect(stepNoise(tooth)).toBe(0)
})
