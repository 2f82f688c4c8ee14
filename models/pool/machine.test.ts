import { describe, expect, it } from 'vitest'
import { noHint, poolWith } from './pool-with.fixture.ts'

describe('bursts against an idle cap of 2', () => {
  const settings = { maxIdlePerHost: 2 }

  it('dials and closes 8 of 10 in every burst', () => {
    const { machine, taken } = poolWith(settings)
    for (let burst = 0; burst < 5; burst++) {
      const nowMs = 1000 * burst
      for (let i = 0; i < 10; i++) machine.acquire(10 * burst + i, nowMs)
      const dials = taken().filter((line) => line.startsWith('dial'))
      expect(dials).toHaveLength(burst === 0 ? 10 : 8)
      for (const line of dials) machine.dialed(Number(line.slice(5)), nowMs + 1)
      expect(machine.busy).toBe(10)
      for (let connection = 0; connection < 10; connection++) {
        machine.release(connection, noHint, nowMs + 20)
      }
      expect(taken().filter((line) => line.endsWith('overflow'))).toHaveLength(8)
      expect(machine.idle).toBe(2)
    }
    expect(machine.counters.dialed).toBe(10 + 4 * 8)
    expect(machine.counters.reused).toBe(4 * 2)
  })

  it('with late binding serves the burst on 2 connections and closes the dials left over', () => {
    const { machine, taken, busy, release } = poolWith(settings, {
      lateBinding: { kind: 'dial-each', surplus: 'idle' },
    })
    busy(2)
    release(0, 5)
    release(1, 5)
    for (let request = 10; request < 20; request++) machine.acquire(request, 1000)
    expect(taken()).toEqual([
      '10 on 1 again',
      '11 on 0 again',
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((connection) => `dial ${connection}`),
    ])
    for (let request = 12; request < 20; request++) {
      release(request % 2, 1000 + request)
      expect(taken()).toEqual([`${request} on ${request % 2} again`])
    }
    release(0, 1030)
    release(1, 1030)
    for (let connection = 2; connection < 10; connection++) machine.dialed(connection, 1040)
    expect(taken()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((connection) => `close ${connection}: overflow`))
  })
})

describe('which idle connection is taken', () => {
  it.each([
    ['lifo', 'the one returned last', 1],
    ['fifo', 'the one returned first', 2],
    ['first-slot', 'the lowest slot', 0],
  ] as const)('%s', (pick, _, expected) => {
    const { machine, taken, busy, release } = poolWith({}, { pick })
    busy(3)
    for (const connection of [2, 0, 1]) release(connection, 10)
    machine.acquire(7, 20)
    expect(taken()).toEqual([`7 on ${expected} again`])
  })

  it('first-fit dials into the lowest slot that is free', () => {
    const { machine, taken, busy } = poolWith({}, { pick: 'first-slot' })
    busy(3)
    machine.lost(2, 'failed', 10)
    machine.lost(1, 'failed', 10)
    machine.acquire(7, 20)
    machine.acquire(8, 20)
    machine.acquire(9, 20)
    expect(taken()).toEqual(['close 2: failed', 'close 1: failed', 'dial 1', 'dial 2', 'dial 3'])
  })
})

describe('a full idle list', () => {
  it('evict-oldest: A, B and C return, A is closed, C is taken (nginx, keepalive 2)', () => {
    const { machine, taken, busy, release } = poolWith({ maxIdlePerHost: 2 }, { overflow: 'evict-oldest' })
    busy(3)
    for (const connection of [0, 1, 2]) release(connection, 10 + connection)
    machine.acquire(7, 20)
    expect(taken()).toEqual(['close 0: evicted', '7 on 2 again'])
  })

  it('close-returned: the third is closed, the second is taken (Node, maxFreeSockets 2)', () => {
    const { machine, taken, busy, release } = poolWith({ maxIdlePerHost: 2 })
    busy(3)
    for (const connection of [0, 1, 2]) release(connection, 10 + connection)
    machine.acquire(7, 20)
    expect(taken()).toEqual(['close 2: overflow', '7 on 1 again'])
  })

  it.each(['evict-oldest', 'close-returned'] as const)('%s: a cap of 0 keeps nothing', (overflow) => {
    const { taken, busy, release } = poolWith({ maxIdlePerHost: 0 }, { overflow })
    busy(1)
    release(0, 10)
    expect(taken()).toEqual(['close 0: overflow'])
  })
})

describe('idle timeout', () => {
  it.each([
    [89_900, ['7 on 0 again']],
    [90_000, ['7 on 0 again']],
    [90_100, ['close 0: idle-expired', 'dial 0']],
  ])('90 s, asked for after %i ms', (afterMs, expected) => {
    const { machine, taken, busy, release } = poolWith({ idleTimeoutMs: 90_000 })
    busy(1)
    release(0, 500)
    expect(machine.nextDeadlineMs).toBe(90_500)
    machine.acquire(7, 500 + afterMs)
    expect(taken()).toEqual(expected)
    expect(machine.counters.idleMs).toBe(Math.min(afterMs, 90_000))
  })
})

describe("the server's Keep-Alive hint", () => {
  const undici = { serverHint: { kind: 'replace', marginMs: 2000, ceilingMs: 600_000 } } as const
  const node = { serverHint: { kind: 'shorten-if-set', marginMs: 1000 } } as const
  const noMargin = { serverHint: { kind: 'shorten', marginMs: 0 } } as const

  it.each([
    ['undici, hint 5 s', 4000, undici, 5000, 3000],
    ['undici, hint 75 s', 4000, undici, 75_000, 73_000],
    ['undici, hint 1 h', 4000, undici, 3_600_000, 600_000],
    ['undici, no hint', 4000, undici, null, 4000],
    ['Node without timeout, hint 5 s', Infinity, node, 5000, Infinity],
    ['Node global agent, hint 5 s', 5000, node, 5000, 4000],
    ['Node, timeout 10 s, hint 3 s', 10_000, node, 3000, 2000],
    ['Node, timeout 1 s, hint 3 s', 1000, node, 3000, 1000],
    ['no margin, hint 5 s', 180_000, noMargin, 5000, 5000],
    ['ignored', 90_000, {}, 5000, 90_000],
  ])('%s', (_, idleTimeoutMs, policy, hintMs, expectedMs) => {
    const { machine, busy } = poolWith({ idleTimeoutMs }, policy)
    busy(1)
    machine.release(0, { reusable: true, hintMs }, 100)
    expect(machine.nextDeadlineMs).toBe(100 + expectedMs)
  })

  it.each([
    ['undici, hint 2 s', 4000, undici, 2000],
    ['Node without timeout, hint 1 s', Infinity, node, 1000],
    ['Node, timeout 5 s, hint 1 s', 5000, node, 1000],
  ])('%s leaves no time: closed', (_, idleTimeoutMs, policy, hintMs) => {
    const { machine, taken, busy } = poolWith({ idleTimeoutMs }, policy)
    busy(1)
    machine.release(0, { reusable: true, hintMs }, 100)
    expect(taken()).toEqual(['close 0: server-asked'])
  })

  it('does not keep a waiting request from a connection, unless it replaces the timeout', () => {
    for (const [policy, expected] of [
      [node, ['1 on 0 again']],
      [undici, ['close 0: server-asked', 'dial 0']],
    ] as const) {
      const { machine, taken, busy } = poolWith({ maxConnsPerHost: 1, idleTimeoutMs: 4000 }, policy)
      busy(1)
      machine.acquire(1, 10)
      machine.release(0, { reusable: true, hintMs: 1000 }, 100)
      expect(taken()).toEqual(expected)
    }
  })
})

describe('the connection cap', () => {
  it('lets the sixth of six wait, and serves waiters in order', () => {
    const { machine, taken, busy, release } = poolWith({ maxConnsPerHost: 5, waitTimeoutMs: 100 })
    busy(5)
    machine.acquire(5, 10)
    machine.acquire(6, 20)
    expect(taken()).toEqual([])
    release(3, 30)
    release(0, 31)
    expect(taken()).toEqual(['5 on 3 again', '6 on 0 again'])
  })

  it('rejects a waiter once it has waited longer than allowed, not before', () => {
    const { machine, taken, busy } = poolWith({ maxConnsPerHost: 1, waitTimeoutMs: 100 })
    busy(1)
    machine.acquire(1, 10)
    expect(machine.nextDeadlineMs).toBe(110)
    machine.advance(110)
    expect(taken()).toEqual([])
    machine.advance(110.001)
    expect(taken()).toEqual(['reject 1: wait-timeout'])
  })

  it('rejects at once where nothing may wait (Hertz)', () => {
    const { machine, taken, busy } = poolWith({ maxConnsPerHost: 1, waitTimeoutMs: 0 })
    busy(1)
    machine.acquire(1, 10)
    expect(taken()).toEqual(['reject 1: wait-timeout'])
  })

  it('dials for the first waiter when a connection closes', () => {
    const { machine, taken, busy } = poolWith({ maxConnsPerHost: 1 })
    busy(1)
    machine.acquire(1, 10)
    machine.acquire(2, 10)
    machine.release(0, { reusable: false, hintMs: null }, 20)
    machine.dialed(0, 30)
    expect(taken()).toEqual(['close 0: server-asked', 'dial 0', '1 on 0'])
  })
})

describe('age and use', () => {
  it('a request in flight past the lifetime is served, then its connection is closed (Hertz)', () => {
    const { taken, busy, release } = poolWith({ maxLifetimeMs: 1000 })
    busy(1)
    release(0, 1000.5)
    expect(taken()).toEqual(['close 0: lifetime'])
  })

  it('an idle connection is closed at its lifetime if that is sooner than its idle timeout', () => {
    const { machine, taken, busy, release } = poolWith({ maxLifetimeMs: 1000, idleTimeoutMs: 400 })
    busy(1)
    release(0, 700)
    expect(machine.nextDeadlineMs).toBe(1000)
    machine.advance(1001)
    expect(taken()).toEqual(['close 0: lifetime'])
  })

  it('a connection is closed after its last allowed request', () => {
    const { machine, taken, busy, release } = poolWith({ maxRequestsPerConn: 2 })
    busy(1)
    release(0, 10)
    machine.acquire(1, 20)
    release(0, 30)
    expect(taken()).toEqual(['1 on 0 again', 'close 0: max-requests'])
  })
})

describe('dials', () => {
  it('a dial that fails rejects the request that it was made for', () => {
    const { machine, taken } = poolWith({})
    machine.acquire(1, 0)
    machine.acquire(2, 0)
    machine.dialFailed(1, 5)
    machine.dialed(0, 6)
    expect(taken()).toEqual(['dial 0', 'dial 1', 'reject 2: dial-failed', '1 on 0'])
  })

  it('a dial whose request was cancelled becomes idle, not reused', () => {
    const { machine, taken } = poolWith({})
    machine.acquire(1, 0)
    machine.cancel(1, 1)
    machine.dialed(0, 5)
    machine.acquire(2, 6)
    expect(taken()).toEqual(['dial 0', '2 on 0'])
    expect(machine.counters.reused).toBe(0)
  })

  it('late binding: when an older request takes the first dial to succeed, the other dial is left to the younger', () => {
    const { machine, taken } = poolWith({}, { lateBinding: { kind: 'dial-each', surplus: 'idle' } })
    machine.acquire(1, 0)
    machine.acquire(2, 0)
    machine.dialed(1, 5)
    machine.dialFailed(0, 6)
    expect(taken()).toEqual(['dial 0', 'dial 1', '1 on 1', 'reject 2: dial-failed'])
    expect(machine.waiting).toBe(0)
  })

  it('late binding: a request sent again is not rejected for the dial of its first attempt', () => {
    const { machine, taken, busy, release } = poolWith(
      {},
      { lateBinding: { kind: 'dial-each', surplus: 'idle' } },
    )
    busy(1)
    machine.acquire(1, 10)
    release(0, 20)
    machine.lost(0, 'failed', 30)
    machine.acquire(1, 30)
    machine.dialFailed(1, 40)
    expect(taken()).toEqual(['dial 1', '1 on 0 again', 'close 0: failed', 'dial 0'])
    machine.dialed(0, 50)
    expect(taken()).toEqual(['1 on 0'])
  })
})

it.each(['lifo', 'fifo', 'first-slot'] as const)('%s: grows to a hundred connections and waiters', (pick) => {
  const { machine, taken, busy, release } = poolWith({ maxConnsPerHost: 100, idleTimeoutMs: 50 }, { pick })
  busy(100)
  for (let request = 100; request < 200; request++) machine.acquire(request, 1)
  for (let connection = 0; connection < 100; connection++) release(connection, 2)
  expect(taken()).toEqual(Array.from({ length: 100 }, (_, i) => `${100 + i} on ${i} again`))
  for (let connection = 99; connection >= 0; connection--) release(connection, 200 - connection)
  expect(machine.idle + machine.counters.closed['idle-expired']).toBe(100)
  expect(machine.idle).toBe(51)
  machine.advance(300)
  expect(machine.open).toBe(0)
  expect(machine.counters.idleMs).toBe(100 * 50)
})

describe('misuse', () => {
  it('is refused with the state that the connection is in', () => {
    const { machine, busy, release } = poolWith({})
    busy(1)
    release(0, 1)
    expect(() => release(0, 2)).toThrow(new RangeError('connection 0 is idle, not busy'))
    expect(() => machine.dialed(0, 2)).toThrow(new RangeError('connection 0 is idle, not dialing'))
    expect(() => machine.dialFailed(99, 2)).toThrow(new RangeError('connection 99 is closed, not dialing'))
  })

  it('the loss of a connection that is closed already is no news', () => {
    const { machine, taken, busy, release } = poolWith({ idleTimeoutMs: 10 })
    busy(1)
    release(0, 0)
    machine.lost(0, 'peer-closed', 20)
    expect(taken()).toEqual(['close 0: idle-expired'])
  })
})

describe('idle connections handed from one pool to another', () => {
  it('live on as if the second had kept them', () => {
    const first = poolWith({})
    first.busy(2)
    first.release(1, 10)
    first.release(0, 20)
    const second = poolWith({ idleTimeoutMs: 100 })
    for (const connection of first.machine.idleConnections()) second.machine.adopt(connection)
    expect(second.machine.idleConnections()).toEqual([
      { openedAtMs: 0, idleSinceMs: 10, requestsServed: 1 },
      { openedAtMs: 0, idleSinceMs: 20, requestsServed: 1 },
    ])
    second.machine.acquire(7, 115)
    expect(second.taken()).toEqual(['close 0: idle-expired', '7 on 1 again'])
    expect(second.machine.counters.dialed).toBe(0)
  })

  it.each([{ maxIdlePerHost: 1 }, { maxConnsPerHost: 1 }])('only as far as %o allows', (settings) => {
    const { machine } = poolWith(settings)
    const connection = { openedAtMs: 0, idleSinceMs: 0, requestsServed: 1 }
    machine.adopt(connection)
    expect(() => machine.adopt(connection)).toThrow(RangeError)
  })
})

it('at a cap that fills every slot, a request takes the lowest idle one', () => {
  const pool = poolWith({ maxConnsPerHost: 16 }, { pick: 'first-slot-live-or-not' })
  pool.busy(16)
  for (let connection = 0; connection < 16; connection++) pool.release(connection, 1)
  pool.machine.acquire(99, 2)
  expect(pool.taken()).toEqual(['99 on 0 again'])
})

it('that may keep none hands none over either, though a request waits for its dial', () => {
  const pool = poolWith({ maxIdlePerHost: 0 }, { lateBinding: { kind: 'dial-each', surplus: 'idle' } })
  pool.busy(1)
  pool.machine.acquire(1, 1)
  pool.release(0, 2)
  expect(pool.taken()).toEqual(['dial 1', 'close 0: overflow'])
  pool.machine.dialed(1, 3)
  expect(pool.taken()).toEqual(['1 on 1'])
})

it('a request that has got a dial of its own is not given up for having waited', () => {
  const pool = poolWith(
    { maxConnsPerHost: 1, waitTimeoutMs: 100 },
    { lateBinding: { kind: 'dial-each', surplus: 'idle' } },
  )
  pool.busy(1)
  pool.machine.acquire(1, 0)
  pool.machine.lost(0, 'failed', 50)
  pool.machine.advance(500)
  expect(pool.taken()).toEqual(['close 0: failed', 'dial 0'])
  pool.machine.dialed(0, 600)
  expect(pool.taken()).toEqual(['1 on 0'])
})
