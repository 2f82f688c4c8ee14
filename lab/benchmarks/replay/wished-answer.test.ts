import { expect, test } from 'vitest'
import { pathOf, readPath } from './wished-answer.ts'

test.each([
  { serviceMs: 12.25, hintSeconds: 3, close: false },
  { serviceMs: 0, hintSeconds: null, close: true },
  { serviceMs: 1e-7, hintSeconds: 0, close: false },
])('$serviceMs ms, hint $hintSeconds comes back from its path', (wish) => {
  expect(readPath(pathOf(wish))).toEqual(wish)
})

test.each([
  '/',
  '/5',
  '//no-hint/keep',
  '/x/no-hint/keep',
  '/-1/no-hint/keep',
  '/5/x/keep',
  '/5/1/keep/more',
])('refuses %s', (path) => {
  expect(() => readPath(path)).toThrow(RangeError)
})
