import { expect, test } from 'vitest'
import { exclusiveMs } from './calibrate-costs.ts'

test('a burst of dials that takes no longer than one dial has nothing exclusive', () => {
  expect(exclusiveMs(8, 2, 2)).toBeCloseTo(0, 6)
  expect(exclusiveMs(8, 2, 1)).toBeCloseTo(0, 6)
})

test('each dial waits for those before it', () => {
  expect(exclusiveMs(8, 10, 10 + 3.5)).toBeCloseTo(1, 6)
})

test('where dials take no time of their own, requests wait for all of them', () => {
  expect(exclusiveMs(8, 0, 8)).toBeCloseTo(1, 6)
})
