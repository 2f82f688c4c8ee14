import { describe, expect, it } from 'vitest'
import type { Candidate } from '../artifacts/simulate.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { storeMeasurement } from '../measurement/measurement.ts'
import { toStored, UNLIMITED } from '../pool/settings.ts'
import { choose } from './choose.ts'

const slo = { p99Ms: 250, failureRate: 0.001 }
const SAFE_MS = 60_000

describe('choose', () => {
  it('takes the least idle time among those within 2 % of the best P99', () => {
    const { chosen, bestP99Ms } = choose(
      [
        candidate('unlimited', { maxIdle: Infinity, p99Ms: 20, idleSeconds: 900 }),
        candidate('candidate', { maxIdle: 16, p99Ms: 20, idleSeconds: 500 }),
        candidate('candidate', { maxIdle: 8, p99Ms: 20.3, idleSeconds: 300 }),
        candidate('candidate', { maxIdle: 4, p99Ms: 21, idleSeconds: 100 }),
      ],
      slo,
      SAFE_MS,
    )
    expect(chosen.settings.maxIdlePerHost).toBe(8)
    expect(bestP99Ms).toBeCloseTo(20, 1)
  })

  it('does not shorten the idle timeout, nor raise the cap, for nothing', () => {
    const { chosen } = choose(
      [
        candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 100, idleTimeoutMs: 100 }),
        candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 102, idleTimeoutMs: 30_000 }),
        candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 101, idleTimeoutMs: 60_000 }),
      ],
      slo,
      SAFE_MS,
    )
    expect(chosen.settings).toMatchObject({ maxIdlePerHost: 4, idleTimeoutMs: 30_000 })
  })

  it('does not let a quiet day pay for a busy one', () => {
    const { chosen } = choose(
      [
        candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 300, strataP99Ms: [15, 25] }),
        candidate('candidate', { maxIdle: 4, p99Ms: 20, idleSeconds: 100, strataP99Ms: [19, 25] }),
      ],
      slo,
      SAFE_MS,
    )
    expect(chosen.settings.maxIdlePerHost).toBe(8)
  })

  it('takes the best there is when nothing meets the SLO, and says so', () => {
    const { chosen, meetsSlo } = choose(
      [
        candidate('candidate', { maxIdle: 8, p99Ms: 400, idleSeconds: 300 }),
        candidate('candidate', { maxIdle: 4, p99Ms: 500, idleSeconds: 100 }),
      ],
      slo,
      SAFE_MS,
    )
    expect(chosen.settings.maxIdlePerHost).toBe(8)
    expect(meetsSlo).toBe(false)
  })

  it('keeps settings of today that are as good and no dearer', () => {
    const others = [candidate('candidate', { maxIdle: 8, p99Ms: 20, idleSeconds: 300 })]
    const today = (changes: Partial<Parameters<typeof candidate>[1]>) =>
      candidate('today', { maxIdle: 100, p99Ms: 20, idleSeconds: 310, ...changes })
    expect(choose([...others, today({})], slo, SAFE_MS).todayIsGood).toBe(true)
    expect(choose([...others, today({ p99Ms: 21 })], slo, SAFE_MS).todayIsGood).toBe(false)
    expect(choose([...others, today({ idleSeconds: 400 })], slo, SAFE_MS).todayIsGood).toBe(false)
    expect(choose([...others, today({ idleTimeoutMs: 61_000 })], slo, SAFE_MS).todayIsGood).toBe(false)
    expect(choose([...others, today({ idleTimeoutMs: Infinity })], slo, SAFE_MS).todayIsGood).toBe(false)
  })

  it('names at most three runners-up, the good ones first', () => {
    const candidates = [8, 4, 16, 32, 64].map((maxIdle) =>
      candidate('candidate', { maxIdle, p99Ms: maxIdle === 4 ? 30 : 20, idleSeconds: 10 * maxIdle }),
    )
    const { runnersUp } = choose(candidates, slo, SAFE_MS)
    expect(runnersUp.map(({ settings }) => settings.maxIdlePerHost)).toEqual([16, 32, 64])
  })

  it('refuses to choose from nothing', () => {
    expect(() => choose([], slo, SAFE_MS)).toThrow(RangeError)
  })
})

interface Described {
  readonly maxIdle: number
  readonly p99Ms: number
  readonly idleSeconds: number
  readonly idleTimeoutMs?: number
  readonly strataP99Ms?: readonly number[]
}

function candidate(role: Candidate['role'], described: Described): Candidate {
  const { maxIdle, p99Ms, idleSeconds, idleTimeoutMs = 30_000, strataP99Ms = [p99Ms] } = described
  return {
    role,
    settings: toStored({ ...UNLIMITED, idleTimeoutMs, maxIdlePerHost: maxIdle }),
    measurement: storeMeasurement(steadyMeasurement({ responseMs: p99Ms, idleSeconds })),
    strataP99Ms,
  }
}
