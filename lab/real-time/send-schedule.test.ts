import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { MinuteOutcome } from '../../models/real-time/minute-entry.ts'
import { DayTally } from '../../models/real-time/day-tally.ts'
import { storeMinute } from '../../models/real-time/minute-entry.ts'
import { dayOf, planRealTime } from '../../models/real-time/real-time-plan.ts'
import { Interrupted } from '../interrupted.ts'
import type { LoadOutcome } from '../run-load.ts'
import type { DueMinute } from './send-schedule.ts'
import { outcomeOf, sendVirtually, VirtualClock } from './virtual-week.fixture.ts'

const WEEK_MINUTES = 10_080

function planOf(minutes: number, sides: 1 | 2 = 1) {
  return planRealTime({ scheduleMs: minutes * 60_000, forMs: null, sides })
}

/** What is kept of a schedule, and what was told to the sender. */
async function sendAll(minutes: number, more: Partial<Parameters<typeof sendVirtually>[0]> = {}) {
  const kept: MinuteOutcome[] = []
  const told: DueMinute[] = []
  const clock = more.clock ?? new VirtualClock()
  const failure = await sendVirtually({
    plan: planOf(minutes),
    keep: (outcome) => void kept.push(outcome),
    ...more,
    clock,
    send: async (minute) => {
      told.push(minute)
      return more.send === undefined ? outcomeOf(minute) : more.send(minute)
    },
  }).catch((error: unknown) => error)
  return { kept, told, clock, failure }
}

test('every minute is told of before it starts, starts when the one before ends, and is kept in its turn', async () => {
  const { kept, told, clock } = await sendAll(5)
  expect(kept.map(({ minute }) => minute)).toEqual([0, 1, 2, 3, 4])
  const starts = told.map(({ startMs }) => startMs)
  expect(starts.map((startMs) => startMs - (starts[0] ?? 0))).toEqual([0, 60_000, 120_000, 180_000, 240_000])
  expect(kept.map(({ startedAtEpochMs }) => startedAtEpochMs)).toEqual(starts.map((at) => at + clock.aheadMs))
  expect(clock.monotonicMs).toBe((starts[4] ?? 0) + 60_000)
})

test('what is due is told from the start of its minute, and by its place in the whole schedule', async () => {
  const { told, kept } = await sendAll(3)
  for (const { dueMs } of told) expect([...dueMs]).toEqual([6_000, 18_000, 30_000, 42_000, 54_000])
  expect(told.map(({ firstIndex }) => firstIndex)).toEqual([0, 5, 10])
  expect(kept.map(({ nextIndex }) => nextIndex)).toEqual([5, 10, 15])
})

test('a schedule that is no whole number of minutes ends with a shorter one', async () => {
  const plan = planRealTime({ scheduleMs: 150_000, forMs: null, sides: 1 })
  const { told, clock } = await sendAll(3, { plan })
  expect(told.map(({ fromMs, toMs }) => toMs - fromMs)).toEqual([60_000, 60_000, 30_000])
  expect(clock.monotonicMs - (told[0]?.startMs ?? 0)).toBe(150_000)
})

describe('a virtual week', () => {
  test('is sent whole, and no more than two minutes are held at a time', async () => {
    const plan = planOf(WEEK_MINUTES, 2)
    const signal = new AbortController().signal
    let sent = 0
    let kept = 0
    let requests = 0
    let mostHeld = 0
    let mostListeners = 0
    let tally = new DayTally(1)
    const days: number[] = []
    await sendVirtually({
      plan,
      clock: new VirtualClock(),
      signal,
      send: async (minute) => {
        sent++
        mostHeld = Math.max(mostHeld, sent - kept)
        mostListeners = Math.max(mostListeners, getEventListeners(signal, 'abort').length)
        return outcomeOf(minute)
      },
      keep: (outcome) => {
        kept++
        const day = dayOf(plan, outcome.minute)
        if (day !== tally.day) {
          days.push(tally.summary().requests)
          tally = new DayTally(day)
        }
        requests += outcome.measurement.requests.due
        tally.add({ ...outcome, measured: emptyMeasured }, outcome.measurement.response)
      },
    })
    expect({ sent, kept, requests }).toEqual({
      sent: WEEK_MINUTES,
      kept: WEEK_MINUTES,
      requests: 5 * WEEK_MINUTES,
    })
    expect(days).toHaveLength(6)
    expect(mostHeld).toBeLessThanOrEqual(2)
    expect(mostListeners).toBeLessThanOrEqual(2)
  })
})

describe('a slow answer', () => {
  test('keeps no minute from being sent, and later minutes from being kept before it', async () => {
    let release = (): void => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    const kept: number[] = []
    const { told } = await sendAll(4, {
      keep: ({ minute }) => void kept.push(minute),
      send: async (minute): Promise<LoadOutcome> => {
        if (minute.minute === 0) await slow
        if (minute.minute === 1) {
          expect(kept).toEqual([])
          release()
        }
        return outcomeOf(minute)
      },
    })
    expect(told).toHaveLength(4)
    expect(kept).toEqual([0, 1, 2, 3])
  })
})

describe('an end before the end', () => {
  test('keeps the minutes that are over, and throws the reason', async () => {
    const controller = new AbortController()
    const { kept, failure } = await sendAll(10, {
      signal: controller.signal,
      send: async (minute) => {
        if (minute.minute === 4) controller.abort(new Interrupted('there'))
        return outcomeOf(minute)
      },
    })
    expect(failure).toBeInstanceOf(Interrupted)
    expect(kept.map(({ minute }) => minute)).toEqual([0, 1, 2])
  })

  test.each([
    ['a thread that fails', 'send'],
    ['a disk that is full', 'keep'],
  ] as const)('because of %s ends all of it', async (_what, where) => {
    const { failure, told } = await sendAll(50, {
      send: async (minute) => {
        if (where === 'send' && minute.minute === 3) throw new Error('broken')
        return outcomeOf(minute)
      },
      ...(where === 'keep'
        ? { keep: ({ minute }) => (minute === 3 ? Promise.reject(new Error('broken')) : undefined) }
        : {}),
    })
    expect(failure).toEqual(new Error('broken'))
    expect(told.length).toBeLessThan(10)
  })
})

describe('gaps', () => {
  test('a run that is gone on with has one, up to its first minute', async () => {
    const clock = new VirtualClock()
    const stopped = clock.nowEpochMs() - 3_600_000
    const { kept, told } = await sendAll(6, {
      clock,
      from: { minute: 4, index: 20, lastEndEpochMs: stopped },
    })
    expect(kept.map(({ minute }) => minute)).toEqual([4, 5])
    expect(told.map(({ firstIndex }) => firstIndex)).toEqual([20, 25])
    expect(kept[0]?.gapBefore).toEqual({
      fromEpochMs: stopped,
      toEpochMs: (told[0]?.startMs ?? 0) + clock.aheadMs,
      why: 'not-running',
    })
    expect(kept[1]?.gapBefore).toBeNull()
  })

  test('a machine that slept has one, and the schedule goes on where it stood', async () => {
    const clock = new VirtualClock()
    const { kept, told } = await sendAll(5, {
      clock,
      send: async (minute) => {
        if (minute.minute === 1) clock.aheadMs += 7_200_000
        return outcomeOf(minute)
      },
    })
    expect(kept.map(({ gapBefore }) => gapBefore?.why ?? null)).toEqual([
      null,
      null,
      'clock-jumped',
      null,
      null,
    ])
    const gap = kept[2]?.gapBefore
    expect((gap?.toEpochMs ?? 0) - (gap?.fromEpochMs ?? 0)).toBe(7_200_000)
    expect((told[4]?.startMs ?? 0) - (told[0]?.startMs ?? 0)).toBe(240_000)
  })

  test('so has one whose monotonic clock went on while it slept: nothing is sent in a burst', async () => {
    const clock = new VirtualClock()
    const { kept, told } = await sendAll(5, {
      clock,
      send: async (minute) => {
        if (minute.minute === 1) clock.monotonicMs += 7_200_000
        return outcomeOf(minute)
      },
    })
    expect(kept.map(({ gapBefore }) => gapBefore?.why ?? null)).toEqual([
      null,
      null,
      'clock-jumped',
      null,
      null,
    ])
    const starts = told.map(({ startMs }) => startMs)
    expect(starts.slice(3).map((at, i) => at - (starts[i + 2] ?? 0))).toEqual([60_000, 60_000])
    expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThan(7_000_000)
  })

  test('a wall clock that is set back by an hour is none, and changes no pace', async () => {
    const clock = new VirtualClock()
    const { kept, told } = await sendAll(5, {
      clock,
      send: async (minute) => {
        if (minute.minute === 2) clock.aheadMs -= 3_600_000
        return outcomeOf(minute)
      },
    })
    expect(kept.every(({ gapBefore }) => gapBefore === null)).toBe(true)
    expect((told[4]?.startMs ?? 0) - (told[0]?.startMs ?? 0)).toBe(240_000)
  })
})

const emptyMeasured = storeMinute(
  {
    minute: 0,
    side: 'today',
    startedAtEpochMs: 0,
    nextIndex: 0,
    targetRestarts: 0,
    gapBefore: null,
    target: {} as MinuteOutcome['target'],
    ...outcomeOf({ minute: 0, fromMs: 0, toMs: 60_000, dueMs: Float64Array.of(1) } as DueMinute),
  },
  [],
).measured
