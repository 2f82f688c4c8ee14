import { expect, test } from 'vitest'
import { replayResult } from './replay-result.fixture.ts'
import { misses, relativeError } from './replay-result.ts'

test('an error is relative to what was counted', () => {
  expect(relativeError(97, 100)).toBeCloseTo(-0.03)
  expect(relativeError(0, 0)).toBe(0)
  expect(relativeError(1, 0)).toBe(Infinity)
})

test('meets the goals up to 3 % of dials and 10 % of the P99', () => {
  expect(misses(replayResult({ dials: 103, responseP99Ms: 90 }))).toEqual([])
  expect(misses(replayResult({ dials: 96 }))).toEqual(['dials'])
  expect(misses(replayResult({ responseP99Ms: 110.1 }))).toEqual(['responseP99Ms'])
})

test('a figure that is not a number, and a request that failed, are misses', () => {
  expect(misses(replayResult({ responseP99Ms: Number.NaN }))).toEqual(['responseP99Ms'])
  expect(misses({ ...replayResult({}), failures: ['status 502'] })).toEqual(['failures'])
})
