import { describe, expect, it } from 'vitest'
import type { Candidate } from '../artifacts/simulate.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { choose as chooseFrom, costsNoMore } from './choose.ts'
import { simulatedCandidate } from './simulated-candidates.fixture.ts'

const slo = { p99Ms: 250, failureRate: 0.001 }
const SAFE_MS = 60_000

const choose = (candidates: readonly Candidate[], spare = 1) =>
  chooseFrom({ candidates, slo, safeIdleTimeoutMs: SAFE_MS, spare })

function todayIsGood(candidates: readonly Candidate[], spare = 1): boolean {
  const { goodToday, chosen } = choose(candidates, spare)
  return goodToday !== null && costsNoMore(goodToday, chosen)
}

describe('choose', () => {
  it('takes the least idle time among those within 2 % of the best P99', () => {
    const { chosen, bestP99Ms } = choose([
      candidate('unlimited', { maxIdle: Infinity, p99Ms: 20, idleSeconds: 900 }),
      candidate('candidate', { maxIdle: 16, p99Ms: 20, idleSeconds: 500 }),
      candidate('candidate', { maxIdle: 8, p99Ms: 20.3, idleSeconds: 300 }),
      candidate('candidate', { maxIdle: 4, p99Ms: 21, idleSeconds: 100 }),
    ])
    expect(chosen.settings.maxIdlePerHost).toBe(8)
    expect(bestP99Ms).toBeCloseTo(20, 1)
  })

  it('does not shorten the idle timeout, nor raise the cap, for nothing', () => {
    const { chosen } = choose([
      candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 100, idleTimeoutMs: 100 }),
      candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 102, idleTimeoutMs: 30_000 }),
      candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 101, idleTimeoutMs: 60_000 }),
    ])
    expect(chosen.settings).toMatchObject({ maxIdlePerHost: 4, idleTimeoutMs: 30_000 })
  })

  it('does not let a quiet day pay for a busy one', () => {
    const { chosen } = choose([
      candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 300, strataP99Ms: [15, 25] }),
      candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 100, strataP99Ms: [19, 25] }),
    ])
    expect(chosen.settings.maxIdlePerHost).toBe(8)
  })

  it('takes the best there is when nothing meets the SLO, and says so', () => {
    const { chosen, meetsSlo } = choose([
      candidate('candidate', { maxIdle: 8, p99Ms: 400, idleSeconds: 300 }),
      candidate('candidate', { maxIdle: 4, p99Ms: 500, idleSeconds: 100 }),
    ])
    expect(chosen.settings.maxIdlePerHost).toBe(8)
    expect(meetsSlo).toBe(false)
  })

  it('keeps settings of today that are as good and no dearer', () => {
    const others = [candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 300 })]
    const today = (changes: Partial<Parameters<typeof candidate>[1]>) =>
      candidate('today', { maxIdle: 100, p99Ms: 20, idleSeconds: 310, ...changes })
    expect(todayIsGood([...others, today({})])).toBe(true)
    expect(todayIsGood([...others, today({ p99Ms: 21 })])).toBe(false)
    expect(todayIsGood([...others, today({ idleSeconds: 400 })])).toBe(false)
    expect(todayIsGood([...others, today({ idleTimeoutMs: 61_000 })])).toBe(false)
    expect(todayIsGood([...others, today({ idleTimeoutMs: Infinity })])).toBe(false)
  })

  it('names at most three runners-up, the rest of the front before those that are dearer for nothing', () => {
    const candidates = [8, 4, 16, 32, 64].map((maxIdle) =>
      candidate('candidate', { maxIdle, p99Ms: maxIdle === 4 ? 30 : 20, idleSeconds: 10 * maxIdle }),
    )
    const { runnersUp } = choose(candidates)
    expect(runnersUp.map(({ settings }) => settings.maxIdlePerHost)).toEqual([4, 16, 32])
  })

  it('names the good ones of the front first', () => {
    const { runnersUp } = choose([
      candidate('candidate', { maxIdle: 8, p99Ms: 20.2, idleSeconds: 80 }),
      candidate('candidate', { maxIdle: 4, p99Ms: 30, idleSeconds: 40 }),
      candidate('candidate', { maxIdle: 16, p99Ms: 20, idleSeconds: 160 }),
    ])
    expect(runnersUp.map(({ settings }) => settings.maxIdlePerHost)).toEqual([16, 4])
  })

  it('passes over a part of the schedule in which nothing was answered', () => {
    const { chosen, isGood } = choose([
      candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 300, strataP99Ms: [15, 25] }),
      candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 100, strataP99Ms: [15, null] }),
    ])
    expect(chosen.settings.maxIdlePerHost).toBe(4)
    expect(isGood).toBe(true)
  })

  it('refuses to choose from nothing', () => {
    expect(() => choose([])).toThrow(RangeError)
  })
})

describe('choose, with something to spare', () => {
  const good = [6, 8, 9, 12].map((maxIdle) =>
    candidate('candidate', { maxIdle, p99Ms: 20, idleSeconds: 10 * maxIdle }),
  )

  it('takes the smallest good idle cap that exceeds the smallest of all by the factor', () => {
    expect(choose(good, 1).chosen.settings.maxIdlePerHost).toBe(6)
    const { chosen, smallest, runnersUp } = choose(good, 1.4)
    expect(chosen.settings.maxIdlePerHost).toBe(9)
    expect(smallest.settings.maxIdlePerHost).toBe(6)
    expect(runnersUp.map(({ settings }) => settings.maxIdlePerHost)).toEqual([6, 8, 12])
    expect(choose(good, 1.5).chosen.settings.maxIdlePerHost).toBe(9)
    expect(choose(good, 1.51).chosen.settings.maxIdlePerHost).toBe(12)
  })

  it('does not shorten the idle timeout for it', () => {
    const short = candidate('candidate', { maxIdle: 9, p99Ms: 20, idleSeconds: 70, idleTimeoutMs: 5000 })
    expect(choose([...good, short], 1.4).chosen.settings).toMatchObject({
      maxIdlePerHost: 9,
      idleTimeoutMs: 30_000,
    })
  })

  it('takes none that is not good, and the smallest good one where no other has as much', () => {
    const bad = candidate('candidate', { maxIdle: 24, p99Ms: 30, idleSeconds: 240 })
    expect(choose([...good, bad], 2).chosen.settings.maxIdlePerHost).toBe(12)
    expect(choose([...good, bad], 2.1).chosen.settings.maxIdlePerHost).toBe(6)
  })

  it('has it too where no setting is good in each part of the schedule', () => {
    const unlimited = candidate('unlimited', {
      maxIdle: Infinity,
      p99Ms: 22,
      idleSeconds: 90,
      strataP99Ms: [10, 40],
    })
    const uneven = [6, 8, 9, 12].map((maxIdle) =>
      candidate('candidate', {
        maxIdle,
        p99Ms: maxIdle === 8 ? 19 : 19.1,
        idleSeconds: 10 * maxIdle,
        strataP99Ms: [15, 22],
      }),
    )
    expect(choose([unlimited, ...uneven]).chosen.settings.maxIdlePerHost).toBe(8)
    expect(choose([unlimited, ...uneven]).isGood).toBe(false)
    expect(choose([unlimited, ...uneven], 1.4).chosen.settings.maxIdlePerHost).toBe(12)
    expect(choose(good).isGood).toBe(true)
  })

  it('is no question where idle connections are not limited', () => {
    const free = candidate('candidate', { maxIdle: Infinity, p99Ms: 20, idleSeconds: 90 })
    expect(choose([free], 2).chosen).toBe(free)
  })

  it('keeps settings of today only where they have as much', () => {
    const today = (maxIdle: number) => candidate('today', { maxIdle, p99Ms: 20, idleSeconds: 60 })
    expect(todayIsGood([...good, today(6)], 1)).toBe(true)
    expect(todayIsGood([...good, today(6)], 1.4)).toBe(false)
    expect(todayIsGood([...good, today(9)], 1.4)).toBe(true)
  })
})

interface Described {
  readonly maxIdle: number
  readonly p99Ms: number
  readonly idleSeconds: number
  readonly idleTimeoutMs?: number
  readonly strataP99Ms?: ReadonlyArray<number | null>
}

function candidate(role: Candidate['role'], described: Described): Candidate {
  const { maxIdle, p99Ms, idleSeconds, idleTimeoutMs = 30_000, strataP99Ms = [p99Ms] } = described
  const settings = { ...UNLIMITED, idleTimeoutMs, maxIdlePerHost: maxIdle }
  return { ...simulatedCandidate(role, settings, { p99Ms, idleSeconds }), strataP99Ms }
}
