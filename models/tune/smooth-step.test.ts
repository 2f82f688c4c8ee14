import { expect, it } from 'vitest'
import { stepDown, stepUp } from './smooth-step.ts'

const grid = { idleTimeoutsMs: [1000, 2000, 4000, 5000, 60_000, Infinity], idleCaps: [1, 2, 3, 4, 6, 8, 64] }

it.each([
  [2, 64, 8],
  [1, 3, 3],
  [8, 64, 8],
  [5, 6, 6],
  [6, 2, 6],
])('goes up from %i to %i by way of %i: fourfold at most, along the grid', (from, to, next) => {
  const step = stepUp(pair(1000, from), pair(1000, to), grid)
  expect(step).toEqual(pair(1000, next))
})

it.each([
  [64, 2, 8],
  [8, 1, 6],
  [4, 1, 3],
  [2, 1, 1],
  [8, 8, 8],
  [4, 8, 4],
])('goes down from %i to %i by way of %i: a quarter at most, or the next figure', (from, to, next) => {
  expect(stepDown(pair(1000, from), pair(1000, to), grid)).toEqual(pair(1000, next))
})

it('moves both settings, and leaves no limit for the largest figure', () => {
  expect(stepUp(pair(1000, 2), pair(5000, 3), grid)).toEqual(pair(4000, 3))
  expect(stepDown(pair(Infinity, 8), pair(1000, 8), grid)).toEqual(pair(60_000, 8))
  expect(stepDown(pair(60_000, 8), pair(5000, 8), grid)).toEqual(pair(5000, 8))
})

function pair(idleTimeoutMs: number, maxIdlePerHost: number) {
  return { idleTimeoutMs, maxIdlePerHost }
}
