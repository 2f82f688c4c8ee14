import { mean, median, standardDeviation } from 'simple-statistics'
import { expect, test } from 'vitest'
import { LognormalStream } from './lognormal-stream.ts'

const draw = (stream: LognormalStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.next())

test('has the mean, the coefficient of variation and the median mean / sqrt(1 + cv^2) asked for', () => {
  const times = draw(new LognormalStream({ meanMs: 4, cv: 0.6 }, 11, 'test'), 200_000)
  expect(mean(times)).toBeCloseTo(4, 1)
  expect(standardDeviation(times) / mean(times)).toBeCloseTo(0.6, 1)
  expect(median(times)).toBeCloseTo(4 / Math.sqrt(1.36), 1)
  expect(Math.min(...times.slice(0, 10_000))).toBeGreaterThan(0)
})

test('a cv of 0 is a constant', () => {
  for (const time of draw(new LognormalStream({ meanMs: 4, cv: 0 }, 11, 'test'), 9))
    expect(time).toBeCloseTo(4, 12)
})

test('the same seed and purpose draw the same times, others do not', () => {
  const shape = { meanMs: 4, cv: 0.6 }
  const times = (seed: number, purpose: string): number[] =>
    draw(new LognormalStream(shape, seed, purpose), 20)
  expect(times(1, 'a')).toEqual(times(1, 'a'))
  expect(times(1, 'a')).not.toEqual(times(2, 'a'))
  expect(times(1, 'a')).not.toEqual(times(1, 'b'))
})

test.each([
  { meanMs: 0, cv: 1 },
  { meanMs: Number.NaN, cv: 1 },
  { meanMs: 1, cv: -0.1 },
])('refuses %o', (shape) => {
  expect(() => new LognormalStream(shape, 1, 'test')).toThrow(RangeError)
})
