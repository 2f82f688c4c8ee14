import { describe, expect, it } from 'vitest'
import type { Decision } from './decision.oracle.ts'
import { NaivePool } from './naive-pool.oracle.ts'
import { PLAIN_POLICY, type PoolPolicy, type SweepRule } from './policy.ts'
import { type PoolSettings, UNLIMITED } from './settings.ts'

const noHint = { reusable: true, hintMs: null }

function poolWith(settings: Partial<PoolSettings>, policy: Partial<PoolPolicy> = {}): NaivePool {
  return new NaivePool({ ...UNLIMITED, ...settings }, { ...PLAIN_POLICY, ...policy })
}

/** Requests 0…count − 1 on as many new connections. */
function makeBusy(pool: NaivePool, count: number, nowMs = 0): void {
  for (let request = 0; request < count; request++) pool.acquire(request, nowMs)
  for (const connection of pool.in('dialing')) pool.dialDone(connection, nowMs)
}

function releaseAll(pool: NaivePool, nowMs: number): Decision[] {
  return pool.in('busy').flatMap((connection) => pool.release(connection, noHint, nowMs))
}

const reuse = (request: number, connection: number): Decision => {
  return { what: 'assign', request, connection, reused: true }
}

it('Go: bursts of 10 with MaxIdleConnsPerHost 2 dial 10, then 8, and close 8 every time', () => {
  const pool = poolWith({ maxIdlePerHost: 2 }, { lateBinding: { kind: 'dial-each', surplus: 'idle' } })
  for (const burst of [0, 1, 2]) {
    makeBusy(pool, 10, 1000 * burst)
    expect(pool.dialed).toBe(10 + 8 * burst)
    releaseAll(pool, 1000 * burst + 20)
    expect(pool.closed.overflow).toBe(8 * (burst + 1))
  }
})

it('JDK: returned at 10.9 s with 30 s, closed at 40.0 s', () => {
  const pool = poolWith({ idleTimeoutMs: 30_000 }, { expiry: { kind: 'timer', grainMs: 1000 } })
  makeBusy(pool, 1)
  releaseAll(pool, 10_900)
  expect(pool.nextDeadlineMs).toBe(40_000)
  expect(pool.advance(40_000)).toEqual([])
  expect(pool.advance(40_001)).toEqual([{ what: 'close', connection: 0, reason: 'idle-expired' }])
  expect(pool.idleMs).toBe(29_100)
})

describe('.NET: 60 s, swept every 15 s', () => {
  const sweep: SweepRule = {
    timeoutShare: 0.25,
    minMs: 1000,
    grainMs: 0,
    unlimitedMs: 30_000,
    runs: 'from-creation',
  }
  const net = () => {
    const pool = poolWith({ idleTimeoutMs: 60_000 }, { expiry: { kind: 'swept', sweep } })
    makeBusy(pool, 1)
    releaseAll(pool, 1000)
    return pool
  }

  it('idle since 1 s is closed at 75 s', () => {
    const pool = net()
    expect(pool.nextDeadlineMs).toBe(75_000)
    expect(pool.advance(75_000)).toEqual([])
    expect(pool.advance(75_001)).toEqual([{ what: 'close', connection: 0, reason: 'idle-expired' }])
    expect(pool.idleMs).toBe(74_000)
  })

  it('is handed out until then', () => {
    expect(net().acquire(7, 74_000)).toEqual([reuse(7, 0)])
  })
})

describe('hyper: 90 s, looked at when taken, swept every 90 s from the first idle connection on', () => {
  const sweep: SweepRule = {
    timeoutShare: 1,
    minMs: 90,
    grainMs: 0,
    unlimitedMs: Infinity,
    runs: 'from-first-idle',
  }
  const hyper = () => {
    const policy = { expiry: { kind: 'checked', when: 'taken', sweep } } as const
    const pool = poolWith({ idleTimeoutMs: 90_000 }, policy)
    makeBusy(pool, 1)
    releaseAll(pool, 0)
    return pool
  }

  it('is refused after 90 s', () => {
    expect(hyper().acquire(7, 90_000)).toEqual([reuse(7, 0)])
    expect(hyper().acquire(7, 90_001)).toEqual([
      { what: 'close', connection: 0, reason: 'idle-expired' },
      { what: 'dial', connection: 1 },
    ])
  })

  it('stays open up to twice as long when nobody asks', () => {
    const pool = hyper()
    expect(pool.nextDeadlineMs).toBe(180_000)
    expect(pool.advance(180_000)).toEqual([])
    expect(pool.advance(180_001)).toHaveLength(1)
    expect(pool.idleMs).toBe(180_000)
  })
})

it('httpcore: 25 requests come back to a total of 20', () => {
  const pool = poolWith(
    { maxIdlePerHost: 20, maxConnsPerHost: 100 },
    { pick: 'first-created', overflow: 'close-first-created', idleCapCounts: 'open' },
  )
  makeBusy(pool, 25)
  expect(releaseAll(pool, 10)).toEqual(
    [0, 1, 2, 3, 4].map((connection) => ({ what: 'close', connection, reason: 'overflow' })),
  )
  expect(pool.idle).toHaveLength(20)
  expect(pool.acquire(30, 20)).toEqual([reuse(30, 5)])
})

it('Hertz: a connection past its lifetime serves one more request', () => {
  const pool = poolWith({ maxLifetimeMs: 1000 }, { lifetime: 'last-request' })
  makeBusy(pool, 1)
  expect(releaseAll(pool, 1500)).toEqual([])
  expect(pool.acquire(7, 5000)).toEqual([reuse(7, 0)])
  expect(releaseAll(pool, 5010)).toEqual([{ what: 'close', connection: 0, reason: 'lifetime' }])
})

it('undici: a dead connection in slot 0 is dialed anew, a live one in slot 1 is passed over', () => {
  const pool = poolWith({}, { pick: 'first-slot-live-or-not' })
  makeBusy(pool, 2)
  releaseAll(pool, 10)
  pool.lost(pool.connections[0]!, 'peer-closed', 20)
  expect(pool.acquire(7, 30)).toEqual([{ what: 'dial', connection: 2 }])
  expect(pool.connections[2]!.slot).toBe(0)
  expect(pool.acquire(8, 40)).toEqual([reuse(8, 1)])
})

it('HAProxy: 100 idle connections without need are halved away in six purges', () => {
  const pool = poolWith({}, { expiry: { kind: 'halved', periodMs: 5000, spareConns: 5 } })
  for (let i = 0; i < 100; i++) pool.adopt({ openedAtMs: 0, idleSinceMs: 0, requestsServed: 1 })
  const left = [1, 2, 3, 4, 5, 6].map((purge) => {
    expect(pool.nextDeadlineMs).toBe(5000 * purge)
    pool.advance(5000 * purge + 1)
    return pool.idle.length
  })
  expect(left).toEqual([49, 23, 10, 4, 1, 0])
  expect(pool.closed.purged).toBe(100)
  expect(pool.nextDeadlineMs).toBe(Infinity)
})
