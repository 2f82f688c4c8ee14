import { expect, it } from 'vitest'
import { callerPlace, placeInStack } from './caller-place.ts'

// Neither returns a call's result as it is: JavaScriptCore would drop its frame.
function waitHere(): string {
  return String(callerPlace(waitHere))
}

function asksForTheLock(): string {
  return waitHere().trim()
}

it('names the function that called, by its file and line', () => {
  expect(asksForTheLock()).toMatch(/^asksForTheLock \(\/.+\/caller-place\.test\.ts:10:\d+\)$/)
})

it.each([
  ['at post (file:///srv/a%20b/x.js:3:7)', 'post (/srv/a b/x.js:3:7)'],
  ['at async post (/srv/x.js:3:7)', 'post (/srv/x.js:3:7)'],
  ['at async Ledger.post [as write] (/srv/x.js:3:7)', 'post (/srv/x.js:3:7)'],
  ['at /srv/x (1).js:3:7', '(anonymous) (/srv/x (1).js:3:7)'],
])('reads %s', (line, place) => {
  expect(placeInStack(`Error: that was\n    ${line}\n    at other (/srv/y.js:1:1)`)).toBe(place)
})

it('knows no place in a stack without one', () => {
  expect(placeInStack('Error\n    at native')).toBeNull()
  expect(placeInStack('')).toBeNull()
})
