import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { storeMinute } from '../../models/real-time/minute-entry.ts'
import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import { planRealTime, type RealTimePlan } from '../../models/real-time/real-time-plan.ts'
import { RealTimeTally } from '../../models/real-time/real-time-tally.ts'
import { DayWatch } from './day-watch.ts'
import { appendMinute, moveTornEnd, readMinutes } from './journal.ts'
import { outcomeOf, sendVirtually, VirtualClock } from './virtual-week.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'kneepoint-real-time-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Minutes of five hours, so that a schedule has several days. */
const MINUTE_MS = 18_000_000

/**
 * Sends a schedule, ended as often as told: each time after some more minutes, with so many bytes of the next line on disk.
 */
async function sendInParts(
  plan: RealTimePlan,
  parts: ReadonlyArray<readonly [minutes: number, torn: number]>,
) {
  const journal = join(folder, `journal-${files++}`)
  const said: string[] = []
  const written = new Map<string, string>()
  const clock = new VirtualClock()
  for (const [minutes, torn] of [...parts, [Infinity, 0] as const]) {
    await moveTornEnd(journal)
    const days = new DayWatch(
      plan,
      { writeText: async (name, text) => void written.set(name, text) },
      { say: (line) => void said.push(line) },
    )
    const from = await days.read(journal)
    const end = new AbortController()
    let left = minutes
    await sendVirtually({
      plan,
      clock,
      from,
      signal: end.signal,
      send: (minute) => Promise.resolve(outcomeOf(minute)),
      keep: async (outcome) => {
        if (left-- <= 0) throw new Error('killed')
        const entry = storeMinute(outcome, [])
        await appendMinute(journal, entry)
        if (left === 0 && torn % 2 === 1) throw new Error('killed before its day was told')
        await days.add(entry)
      },
    }).catch(() => {})
    clock.monotonicMs += 300_000
    if (torn > 0) {
      const text = readJournal(journal)
      writeFileSync(journal, text + '{"minute":99,"side":"tod'.slice(0, torn))
    }
  }
  const entries: MinuteEntry[] = []
  for await (const entry of readMinutes(journal)) entries.push(entry)
  return { entries, days: [...written] }
}

function readJournal(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** What does not depend on when it was sent. */
function timeless(entries: readonly MinuteEntry[]) {
  return entries.map(({ startedAtEpochMs: _started, gapBefore: _gap, ...entry }) => entry)
}

function summaryOf(plan: RealTimePlan, entries: readonly MinuteEntry[]) {
  const tally = new RealTimeTally(plan)
  for (const entry of entries) tally.add(entry)
  const { days, minutes, lateMinutes, pairs } = tally
  return {
    days: days.map(({ gaps: _gaps, ...day }) => day),
    minutes,
    lateMinutes,
    pairs,
    today: tally.side('today')?.measurement.requests,
    recommended: tally.side('recommended')?.measurement.requests,
  }
}

test('a run that is ended at any minutes, and gone on with, has the journal and the summaries of one that was not', async () => {
  const part = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 24 }))
  const schedule = fc.record({
    minutes: fc.integer({ min: 1, max: 12 }),
    sides: fc.constantFrom<1 | 2>(1, 2),
    parts: fc.array(part, { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(schedule, async ({ minutes, sides, parts }) => {
      const plan = planRealTime({ scheduleMs: minutes * MINUTE_MS, forMs: null, sides, minuteMs: MINUTE_MS })
      const whole = await sendInParts(plan, [])
      const resumed = await sendInParts(plan, parts)
      expect(timeless(resumed.entries)).toEqual(timeless(whole.entries))
      expect(whole.entries).toHaveLength(minutes)
      expect(summaryOf(plan, resumed.entries)).toEqual(summaryOf(plan, whole.entries))
      const names = whole.days.map(([name]) => name)
      expect(resumed.days.map(([name]) => name)).toEqual(names)
      expect(names).toHaveLength(1 + Math.floor(((minutes - 1) * MINUTE_MS) / 86_400_000))
      const gaps = resumed.entries.filter(({ gapBefore }) => gapBefore !== null)
      expect(gaps.length).toBeLessThanOrEqual(parts.length)
      for (const { gapBefore } of gaps)
        expect(gapBefore?.toEpochMs).toBeGreaterThan(gapBefore?.fromEpochMs ?? 0)
    }),
    { numRuns: 15 },
  )
})
