import { describe, expect, test } from 'vitest'
import { dayOf, minutesIn, plannedMinute, planRealTime } from './real-time-plan.ts'

const WEEK_MS = 7 * 86_400_000

test('a week of one side is ten thousand and eighty minutes, of seven days', () => {
  const plan = planRealTime({ scheduleMs: WEEK_MS, forMs: null, sides: 1 })
  expect(minutesIn(plan)).toBe(10_080)
  expect(plan.blocks).toBeNull()
  expect([0, 1439, 1440, 10_079].map((minute) => dayOf(plan, minute))).toEqual([1, 1, 2, 7])
  expect(plannedMinute(plan, 77)).toEqual({
    minute: 77,
    fromMs: 4_620_000,
    toMs: 4_680_000,
    side: 'today',
    block: 0,
    isSettling: false,
  })
})

describe('two sides', () => {
  test('have blocks of ten minutes in a week, of which two are for the pool to fill', () => {
    const { blocks } = planRealTime({ scheduleMs: WEEK_MS, forMs: null, sides: 2 })
    expect(blocks).toEqual({ minutes: 10, settling: 2 })
  })

  test.each([
    [10, 2, 1],
    [60, 5, 1],
    [119, 9, 1],
    [120, 10, 2],
  ])('of %d minutes have blocks of %d, of which %d are for the pool to fill', (minutes, block, settling) => {
    const plan = planRealTime({ scheduleMs: WEEK_MS, forMs: minutes * 60_000, sides: 2 })
    expect(minutesIn(plan)).toBe(minutes)
    expect(plan.blocks).toEqual({ minutes: block, settling })
  })

  test('alternate as Thue and Morse say, in pairs with one block of each', () => {
    const plan = planRealTime({ scheduleMs: WEEK_MS, forMs: null, sides: 2 })
    const sides = Array.from({ length: 16 }, (_, block) => plannedMinute(plan, 10 * block).side)
    const letters = sides.map((side) => (side === 'today' ? 'A' : 'B')).join('')
    expect(letters).toBe('ABBABAABBAABABBA')
  })

  test('share a week evenly', () => {
    const plan = planRealTime({ scheduleMs: WEEK_MS, forMs: null, sides: 2 })
    const minutes = Array.from({ length: 10_080 }, (_, minute) => plannedMinute(plan, minute))
    expect(minutes.filter(({ side }) => side === 'today')).toHaveLength(5040)
    expect(minutes.filter(({ isSettling }) => isSettling)).toHaveLength(2016)
    expect(minutes.at(-1)?.block).toBe(1007)
  })
})

test('no more is sent than the schedule has, and the last minute may be shorter', () => {
  const plan = planRealTime({ scheduleMs: 90_000, forMs: 600_000, sides: 1 })
  expect(minutesIn(plan)).toBe(2)
  expect(plannedMinute(plan, 1)).toMatchObject({ fromMs: 60_000, toMs: 90_000 })
})
