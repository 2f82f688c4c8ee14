import { expect, test } from 'vitest'
import { poolsAlike } from './pools-alike.ts'
import { type BlockFigures, verifyBlock, verifyPair } from './verify-pairs.fixture.ts'

/** Ten pairs of a hundred requests each. */
function alike(before: Partial<BlockFigures>, after: Partial<BlockFigures>): boolean {
  const block = (figures: Partial<BlockFigures>, responseMs: number, i: number) =>
    verifyBlock({ responseMs, poolWaitMs: 0.01, ...figures, dialed: i < (figures.dialed ?? 0) ? 1 : 0 })
  return poolsAlike(
    Array.from({ length: 10 }, (_, i) => verifyPair(block(before, 33, i), block(after, 9, i), 1000 * i)),
  )
}

test('pools are alike that open connections as seldom, without waits', () => {
  expect(alike({ dialed: 1 }, { dialed: 1 })).toBe(true)
  expect(alike({ dialed: 2 }, { dialed: 1 })).toBe(true)
  expect(alike({}, {})).toBe(true)
})

test('they are not where one opens more, or both open many', () => {
  expect(alike({ dialed: 3 }, { dialed: 1 })).toBe(false)
  expect(alike({ dialed: 6 }, { dialed: 6 })).toBe(false)
})

test('nor where requests waited longer for a connection, by a tenth of the difference', () => {
  expect(alike({ poolWaitMs: 2 }, {})).toBe(true)
  expect(alike({ poolWaitMs: 3 }, {})).toBe(false)
  expect(alike({}, { poolWaitMs: 3 })).toBe(false)
})

test('nor where nothing was measured', () => {
  expect(poolsAlike([])).toBe(false)
})
