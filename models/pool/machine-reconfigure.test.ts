import { describe, expect, it } from 'vitest'
import { poolWith } from './pool-with.fixture.ts'
import type { PoolPolicy, SweepRule } from './policy.ts'
import { UNLIMITED } from './settings.ts'

const sweep: SweepRule = {
  timeoutShare: 1,
  minMs: 1,
  grainMs: 0,
  unlimitedMs: 1000,
  runs: 'from-creation',
}

describe('idleTimeoutMs', () => {
  it('lowered: counts from when each connection became idle, and closes at once what is past it', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({ idleTimeoutMs: 90_000 })
    busy(2)
    release(0, 0)
    release(1, 3000)
    reconfigure({ idleTimeoutMs: 4000 }, 5000)
    expect(taken()).toEqual(['close 0: idle-expired'])
    expect(machine.counters.idleMs).toBe(5000)
    expect(machine.nextDeadlineMs).toBe(7000)
    machine.advance(7001)
    expect(taken()).toEqual(['close 1: idle-expired'])
    expect(machine.counters.idleMs).toBe(5000 + 4000)
  })

  it('raised: the idle ones stay as much longer, but what was overdue before is gone', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({ idleTimeoutMs: 100 })
    busy(2)
    release(0, 0)
    release(1, 50)
    reconfigure({ idleTimeoutMs: 1000 }, 120)
    expect(taken()).toEqual(['close 0: idle-expired'])
    expect(machine.counters.idleMs).toBe(100)
    expect(machine.nextDeadlineMs).toBe(1050)
  })

  it('is rounded down as ever where the policy does so (JDK)', () => {
    const { machine, busy, release, reconfigure } = poolWith({}, { expiry: { kind: 'timer', grainMs: 1000 } })
    busy(1)
    release(0, 10_900)
    reconfigure({ idleTimeoutMs: 30_000 }, 11_000)
    expect(machine.nextDeadlineMs).toBe(40_000)
  })

  it.each([
    ['shorten: the lower of the two', { kind: 'shorten', marginMs: 0 }, 9000],
    ['replace: the hint, whatever is set', { kind: 'replace', marginMs: 0, ceilingMs: 600_000 }, 9000],
    ['ignore: what is set', { kind: 'ignore' }, 20_000],
  ] as const)('keeps the hint of the last response in mind. %s', (_, serverHint, expectedMs) => {
    const { machine, busy, reconfigure } = poolWith({ idleTimeoutMs: 4000 }, { serverHint })
    busy(1)
    machine.release(0, { reusable: true, hintMs: 9000 }, 0)
    reconfigure({ idleTimeoutMs: 20_000 }, 1000)
    expect(machine.nextDeadlineMs).toBe(expectedMs)
  })

  it('forgets a hint that the last response did not repeat', () => {
    const { machine, busy, release, reconfigure } = poolWith(
      {},
      { serverHint: { kind: 'shorten', marginMs: 0 } },
    )
    busy(1)
    machine.release(0, { reusable: true, hintMs: 9000 }, 0)
    machine.acquire(7, 10)
    release(0, 20)
    reconfigure({ idleTimeoutMs: 20_000 }, 1000)
    expect(machine.nextDeadlineMs).toBe(20_020)
  })

  it('set for the first time, lets a hint count that leaves no time (Node)', () => {
    const policy = { serverHint: { kind: 'shorten-if-set', marginMs: 1000 } } as const
    const { machine, taken, busy, reconfigure } = poolWith({}, policy)
    busy(1)
    machine.release(0, { reusable: true, hintMs: 500 }, 0)
    reconfigure({ idleTimeoutMs: 5000 }, 10)
    expect(taken()).toEqual(['close 0: server-asked'])
  })

  it('changes the period of the sweeps, not their start; a sweep that would have been is made up for', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith(
      { idleTimeoutMs: 1000 },
      { expiry: { kind: 'swept', sweep } },
    )
    busy(2)
    release(0, 100)
    release(1, 350)
    expect(machine.nextDeadlineMs).toBe(2000)
    // Sweeps at 300, 600, 900; idle until 400 and 650: closed at 600 and at 900.
    reconfigure({ idleTimeoutMs: 300 }, 700)
    expect(taken()).toEqual(['close 0: idle-expired'])
    expect(machine.nextDeadlineMs).toBe(900)
  })

  it('a sweep that found nothing idle was the last one, whatever comes after', () => {
    const policy: Partial<PoolPolicy> = { expiry: { kind: 'swept', sweep: { ...sweep, runs: 'while-idle' } } }
    const { machine, busy, release, reconfigure } = poolWith({ idleTimeoutMs: 100 }, policy)
    busy(1)
    release(0, 0)
    machine.acquire(1, 50)
    reconfigure({ idleTimeoutMs: 1000 }, 150)
    release(0, 170)
    expect(machine.nextDeadlineMs).toBe(170 + 2000)
  })

  it.each([
    ['taken', [], ['close 0: idle-expired', 'dial 0']],
    ['any-request', ['close 0: idle-expired'], ['dial 0']],
  ] as const)('checked, %s: looks now only at what it always looks at', (when, atOnce, later) => {
    const { machine, taken, busy, release, reconfigure } = poolWith(
      {},
      { expiry: { kind: 'checked', when, sweep: null } },
    )
    busy(1)
    release(0, 0)
    reconfigure({ idleTimeoutMs: 10 }, 20)
    expect(taken()).toEqual(atOnce)
    machine.acquire(7, 21)
    expect(taken()).toEqual(later)
  })
})

describe('maxLifetimeMs', () => {
  it('lowered: closes idle ones that are older at once, others when they reach it', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({})
    busy(1)
    machine.acquire(7, 500)
    machine.dialed(1, 500)
    taken()
    release(0, 600)
    release(1, 600)
    reconfigure({ maxLifetimeMs: 900 }, 1000)
    expect(taken()).toEqual(['close 0: lifetime'])
    expect(machine.nextDeadlineMs).toBe(1400)
  })

  it('looked at on return only: closes those that were older then (nginx)', () => {
    const { taken, busy, release, reconfigure } = poolWith({}, { lifetime: 'returned' })
    busy(2)
    release(0, 100)
    release(1, 300)
    reconfigure({ maxLifetimeMs: 200 }, 1000)
    expect(taken()).toEqual(['close 1: lifetime'])
  })

  it('a busy one is judged when it comes back', () => {
    const { taken, busy, release, reconfigure } = poolWith({})
    busy(1)
    reconfigure({ maxLifetimeMs: 10 }, 20)
    expect(taken()).toEqual([])
    release(0, 30)
    expect(taken()).toEqual(['close 0: lifetime'])
  })
})

describe('maxRequestsPerConn', () => {
  it('lowered: closes idle ones that have served as many', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({})
    busy(2)
    release(0, 10)
    machine.acquire(7, 20)
    release(0, 30)
    release(1, 40)
    taken()
    reconfigure({ maxRequestsPerConn: 2 }, 50)
    expect(taken()).toEqual(['close 0: max-requests'])
  })

  it('where the last request is known beforehand: hands them out once more (Hertz)', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({}, { requestCap: 'last-request' })
    busy(1)
    release(0, 10)
    reconfigure({ maxRequestsPerConn: 1 }, 20)
    machine.acquire(7, 30)
    expect(taken()).toEqual(['7 on 0 again'])
    reconfigure({ maxRequestsPerConn: 9 }, 40)
    release(0, 50)
    expect(taken()).toEqual(['close 0: max-requests'])
  })
})

describe('maxIdlePerHost lowered to 2 of 4, returned in the order 2 0 3 1', () => {
  it.each([
    ['evict-oldest', 'lifo', ['close 2: evicted', 'close 0: evicted']],
    ['evict-oldest', 'fifo', ['close 2: evicted', 'close 0: evicted']],
    ['close-first-created', 'lifo', ['close 0: evicted', 'close 1: evicted']],
    ['close-returned', 'lifo', ['close 2: overflow', 'close 0: overflow']],
    ['close-returned', 'fifo', ['close 1: overflow', 'close 3: overflow']],
    ['close-returned', 'first-created', ['close 3: overflow', 'close 2: overflow']],
    ['close-returned', 'first-slot', ['close 3: overflow', 'close 2: overflow']],
  ] as const)('%s, %s', (overflow, pick, expected) => {
    const { taken, busy, release, reconfigure } = poolWith({}, { overflow, pick })
    busy(4)
    for (const [i, connection] of [2, 0, 3, 1].entries()) release(connection, i)
    reconfigure({ maxIdlePerHost: 2 }, 10)
    expect(taken()).toEqual(expected)
  })

  it('where the cap counts open ones, busy ones count too (httpcore)', () => {
    const { taken, busy, release, reconfigure } = poolWith(
      {},
      { idleCapCounts: 'open', overflow: 'close-first-created' },
    )
    busy(4)
    release(1, 0)
    release(0, 0)
    reconfigure({ maxIdlePerHost: 3 }, 10)
    expect(taken()).toEqual(['close 0: evicted'])
  })

  it.each(['evict-oldest', 'close-returned'] as const)('%s: 0 keeps nothing', (overflow) => {
    const { taken, busy, release, reconfigure } = poolWith({}, { overflow })
    busy(1)
    release(0, 0)
    reconfigure({ maxIdlePerHost: 0 }, 10)
    expect(taken()).toEqual(['close 0: overflow'])
  })
})

describe('maxConnsPerHost', () => {
  it('lowered: closes idle ones, harms nobody, and closes what comes back until it is kept', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({})
    busy(4)
    machine.acquire(4, 1)
    release(3, 2)
    reconfigure({ maxConnsPerHost: 2 }, 5)
    expect(taken()).toEqual(['dial 4', 'close 3: overflow'])
    machine.dialed(4, 6)
    expect(taken()).toEqual(['4 on 4'])
    machine.acquire(5, 7)
    release(0, 8)
    machine.lost(1, 'failed', 9)
    expect(taken()).toEqual(['close 0: overflow', 'close 1: failed'])
    expect(machine.open).toBe(2)
    release(2, 10)
    expect(taken()).toEqual(['5 on 2 again'])
    machine.acquire(6, 11)
    machine.lost(4, 'failed', 12)
    expect(taken()).toEqual(['close 4: failed', 'dial 4'])
  })

  it('a dial that nobody needs any more is too many as well', () => {
    const { machine, taken, busy, reconfigure } = poolWith({})
    busy(1)
    machine.acquire(1, 1)
    reconfigure({ maxConnsPerHost: 1 }, 2)
    machine.cancel(1, 3)
    machine.dialed(1, 4)
    expect(taken()).toEqual(['dial 1', 'close 1: overflow'])
  })

  it('where it counts those in use, idle ones stay, and what comes back is kept for later (nginx)', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({}, { connCapCounts: 'acquired' })
    busy(4)
    release(3, 1)
    reconfigure({ maxConnsPerHost: 1 }, 2)
    machine.acquire(4, 3)
    release(2, 4)
    release(1, 5)
    expect(taken()).toEqual([])
    expect([machine.busy, machine.idle, machine.waiting]).toEqual([1, 3, 1])
    release(0, 6)
    expect(taken()).toEqual(['4 on 0 again'])
  })

  it('where it counts those in use and is raised, idle ones go to those that wait longest, dial or not', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith(
      {},
      { connCapCounts: 'acquired', lateBinding: { kind: 'dial-each', surplus: 'idle' } },
    )
    busy(1)
    machine.acquire(1, 1)
    reconfigure({ maxConnsPerHost: 1 }, 2)
    release(0, 3)
    expect(taken()).toEqual(['dial 1'])
    reconfigure({ maxConnsPerHost: 2 }, 4)
    expect(taken()).toEqual(['1 on 0 again'])
  })

  it('raised: dials for those that wait, in order', () => {
    const { machine, taken, busy, reconfigure } = poolWith({ maxConnsPerHost: 1 })
    busy(1)
    for (const request of [1, 2, 3]) machine.acquire(request, 1)
    reconfigure({ maxConnsPerHost: 3 }, 2)
    expect(taken()).toEqual(['dial 1', 'dial 2'])
    machine.dialed(1, 3)
    machine.dialed(2, 3)
    expect(taken()).toEqual(['1 on 1', '2 on 2'])
    expect(machine.waiting).toBe(1)
  })

  it('raised: late binding counts those dials as the dials of those that wait', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith(
      { maxConnsPerHost: 1, waitTimeoutMs: 100 },
      { lateBinding: { kind: 'dial-each', surplus: 'idle' } },
    )
    busy(1)
    machine.acquire(1, 1)
    machine.acquire(2, 2)
    reconfigure({ maxConnsPerHost: 2 }, 3)
    release(0, 4)
    expect(taken()).toEqual(['dial 1', '1 on 0 again'])
  })

  it('lowered below the slots in use: a live connection in a high one is taken, not passed over (undici)', () => {
    const { machine, taken, busy, release, reconfigure } = poolWith({}, { pick: 'first-slot-live-or-not' })
    busy(3)
    release(0, 1)
    release(1, 1)
    reconfigure({ maxConnsPerHost: 1 }, 2)
    expect(taken()).toEqual(['close 1: overflow', 'close 0: overflow'])
    release(2, 3)
    machine.acquire(7, 4)
    expect(taken()).toEqual(['7 on 2 again'])
  })
})

describe('those that wait', () => {
  const waitingSince = (...momentsMs: readonly number[]) => {
    const pool = poolWith({ maxConnsPerHost: 1, waitTimeoutMs: 100 })
    pool.busy(1)
    for (const [i, ms] of momentsMs.entries()) pool.machine.acquire(i + 1, ms)
    return pool
  }

  it('a lower waitTimeoutMs holds from when each began to wait', () => {
    const { machine, taken, reconfigure } = waitingSince(0, 30)
    reconfigure({ waitTimeoutMs: 40 }, 50)
    expect(taken()).toEqual(['reject 1: wait-timeout'])
    expect(machine.nextDeadlineMs).toBe(70)
  })

  it('so does a higher one, and none at all', () => {
    const { machine, taken, reconfigure } = waitingSince(0, 30)
    reconfigure({ waitTimeoutMs: 200 }, 50)
    expect(machine.nextDeadlineMs).toBe(200)
    reconfigure({ waitTimeoutMs: Infinity }, 60)
    expect(machine.nextDeadlineMs).toBe(Infinity)
    expect(taken()).toEqual([])
  })

  it('0 rejects all, the one that has just come too', () => {
    const { taken, reconfigure } = waitingSince(0, 50)
    reconfigure({ waitTimeoutMs: 0 }, 50)
    expect(taken()).toEqual(['reject 1: wait-timeout', 'reject 2: wait-timeout'])
  })

  it('a higher maxConnsPerHost of the same moment saves whom it serves', () => {
    const { taken, reconfigure } = waitingSince(0, 10)
    reconfigure({ waitTimeoutMs: 5, maxConnsPerHost: 2 }, 50)
    expect(taken()).toEqual(['dial 1', 'reject 2: wait-timeout'])
  })

  it('a lower maxWaiting rejects none of them, and newcomers until fewer wait', () => {
    const { machine, taken, release, reconfigure } = waitingSince(0, 1, 2)
    reconfigure({ maxWaiting: 2 }, 3)
    expect(taken()).toEqual([])
    machine.acquire(7, 4)
    release(0, 5)
    machine.acquire(8, 6)
    release(0, 7)
    machine.acquire(9, 8)
    expect(taken()).toEqual(['reject 7: line-full', '1 on 0 again', 'reject 8: line-full', '2 on 0 again'])
    expect(machine.waiting).toBe(2)
  })
})

it('says which settings are in force', () => {
  const { machine, reconfigure } = poolWith({ maxIdlePerHost: 3 })
  reconfigure({ idleTimeoutMs: 7 }, 0)
  expect(machine.settings).toEqual({ ...UNLIMITED, maxIdlePerHost: 3, idleTimeoutMs: 7 })
})
