import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { PoolMachine } from './machine.ts'
import { NO_ALL_HOSTS_LIMITS, PLAIN_POLICY, type PoolPolicy } from './policy.ts'
import { SharedLimits } from './shared-limits.ts'
import { UNLIMITED } from './settings.ts'

const HOSTS = 3

interface Request {
  readonly host: number
  readonly gapMs: number
  readonly lastsMs: number
  /** Settings of the pool to its host from then on, where they change. */
  readonly change: { readonly idleTimeoutMs: number; readonly maxConnsPerHost: number } | null
}

const anyRequest = {
  host: fc.nat({ max: HOSTS - 1 }),
  gapMs: fc.nat({ max: 8 }),
  lastsMs: fc.integer({ min: 1, max: 12 }),
}

const requests: fc.Arbitrary<Request[]> = fc.array(fc.record({ ...anyRequest, change: fc.constant(null) }), {
  maxLength: 80,
  size: 'max',
})

const anyChange = fc.record({
  idleTimeoutMs: fc.integer({ min: 1, max: 40 }),
  maxConnsPerHost: fc.integer({ min: 1, max: 6 }),
})

const requestsWithChanges: fc.Arbitrary<Request[]> = fc.array(
  fc.record({ ...anyRequest, change: fc.option(anyChange, { freq: 3 }) }),
  { maxLength: 80, size: 'max' },
)

/** Pools to several hosts, driven together; dials end at once. Calls `check` after every step. */
function drive(
  sequence: readonly Request[],
  policy: PoolPolicy,
  limits: { readonly maxIdlePerHost: number; readonly maxConnsPerHost: number },
  check: (pools: readonly PoolMachine[]) => void,
): { readonly assigned: number[]; readonly pools: readonly PoolMachine[] } {
  const settings = { ...UNLIMITED, ...limits, idleTimeoutMs: 40 }
  const shared = new SharedLimits(settings, policy)
  const assigned: number[] = []
  const ends: Array<{ readonly atMs: number; readonly host: number; readonly connection: number }> = []
  const dials: Array<readonly [host: number, connection: number]> = []
  let nowMs = 0
  const pools = Array.from({ length: HOSTS }, (_, host) => {
    const effects = {
      assign: (request: number, connection: number) => {
        assigned.push(request)
        ends.push({ atMs: nowMs + (sequence[request] as Request).lastsMs, host, connection })
      },
      dial: (connection: number) => dials.push([host, connection]),
      close: () => {},
      reject: () => {},
    }
    return new PoolMachine(settings, policy, effects, 0, shared)
  })
  const settle = () => {
    for (let next = dials.shift(); next !== undefined; next = dials.shift())
      pools[next[0]]?.dialed(next[1], nowMs)
    check(pools)
  }
  const endUntil = (untilMs: number) => {
    for (;;) {
      ends.sort((a, b) => a.atMs - b.atMs)
      const next = ends[0]
      if (next === undefined || next.atMs > untilMs) return
      ends.shift()
      nowMs = next.atMs
      pools[next.host]?.release(next.connection, { reusable: true, hintMs: null }, nowMs)
      settle()
    }
  }
  let dueMs = 0
  for (const [i, { host, gapMs, change }] of sequence.entries()) {
    dueMs += gapMs
    endUntil(dueMs)
    nowMs = dueMs
    const pool = pools[host] as PoolMachine
    if (change) pool.reconfigure({ ...pool.settings, ...change }, nowMs)
    settle()
    pool.acquire(i, nowMs)
    settle()
  }
  endUntil(Infinity)
  return { assigned, pools }
}

const total = (pools: readonly PoolMachine[], of: (pool: PoolMachine) => number) =>
  pools.reduce((sum, pool) => sum + of(pool), 0)

const upTo = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant(Infinity))

it('keeps limits over all hosts, and answers every request, whatever else is changed', () => {
  fc.assert(
    fc.property(
      requestsWithChanges,
      fc.record({ maxIdle: upTo, maxConns: upTo, makesRoom: fc.constant(true) }),
      fc.constantFrom<PoolPolicy['overflow']>('close-returned', 'evict-oldest'),
      fc.constantFrom<'host' | 'all-hosts'>('host', 'all-hosts'),
      upTo,
      (sequence, allHosts, overflow, idleCapScope, maxIdlePerHost) => {
        const policy: PoolPolicy = { ...PLAIN_POLICY, overflow, idleCapScope, allHosts }
        const { assigned, pools } = drive(
          sequence,
          policy,
          { maxIdlePerHost, maxConnsPerHost: Infinity },
          (now) => {
            expect(total(now, ({ open }) => open)).toBeLessThanOrEqual(allHosts.maxConns)
            expect(total(now, ({ idle }) => idle)).toBeLessThanOrEqual(allHosts.maxIdle)
            if (idleCapScope === 'all-hosts') {
              expect(total(now, ({ idle }) => idle)).toBeLessThanOrEqual(maxIdlePerHost)
            }
          },
        )
        expect(assigned.toSorted((a, b) => a - b)).toEqual(sequence.map((_, i) => i))
        expect(total(pools, ({ waiting }) => waiting)).toBe(0)
      },
    ),
  )
})

it('changes nothing where nothing is limited', () => {
  fc.assert(
    fc.property(requests, (sequence) => {
      const limits = { maxIdlePerHost: 2, maxConnsPerHost: Infinity }
      const together = drive(sequence, { ...PLAIN_POLICY, allHosts: NO_ALL_HOSTS_LIMITS }, limits, () => {})
      for (let host = 0; host < HOSTS; host++) {
        // The gaps of what is left out are waited for all the same.
        let waitedMs = 0
        const own: Request[] = []
        for (const request of sequence) {
          waitedMs += request.gapMs
          if (request.host !== host) continue
          own.push({ ...request, gapMs: waitedMs })
          waitedMs = 0
        }
        const alone = drive(own, PLAIN_POLICY, limits, () => {}).pools[host]
        expect(together.pools[host]?.counters.dialed).toBe(alone?.counters.dialed)
        expect(together.pools[host]?.counters.reused).toBe(alone?.counters.reused)
      }
    }),
  )
})
