import { expect, it } from 'vitest'
import { raceAges } from './race-ages.ts'

it('goes from two round trips and the lag before the closes to the lag after them, and a little further', () => {
  const closes = { shortestMs: 9998, longestMs: 10_000 }
  expect(raceAges({ closes, roundTripMs: 10, loopLagMs: 6, count: 5 })).toEqual([
    9969, 9979, 9989, 9999, 10_009,
  ])
})

it('does not begin before the connection is idle', () => {
  const closes = { shortestMs: 10, longestMs: 10 }
  expect(raceAges({ closes, roundTripMs: 100, loopLagMs: 0, count: 2 })).toEqual([0, 12.001])
})
