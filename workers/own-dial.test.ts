import { describe, expect, test } from 'vitest'
import { CompositionRecorder, meanPartsFrom, type OwnDial } from '../models/measurement/composition.ts'
import { PLAIN_POLICY, type PoolPolicy } from '../models/pool/policy.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import type { ConnectionListener, ExchangeListener } from './connection.ts'
import { LivePool } from './live-pool.ts'
import { GET } from './pool-client.fixture.ts'

/** A live pool in a time of the test's, whose dials and responses come when the test says so. */
function poolBench(policy: Partial<PoolPolicy> = {}) {
  let nowMs = 0
  const dials: ConnectionListener[] = []
  const exchanges: ExchangeListener[] = []
  const sent = new Map<string, { readonly sentMs: number; readonly ownDial: OwnDial | null }>()
  const pool = new LivePool({
    dial: (listener) => {
      dials.push(listener)
      return { isOpen: true, send: (_request, exchange) => exchanges.push(exchange), destroy() {} }
    },
    settings: UNLIMITED,
    policy: { ...PLAIN_POLICY, ...policy },
    clock: () => nowMs,
    listener: { dialed() {}, retried() {}, connectionError() {} },
  })
  return {
    sent,
    at: (ms: number): void => {
      nowMs = ms
    },
    ask: (name: string) => {
      const listens = { wantsContent: false, head() {}, data() {}, done() {}, failed() {} }
      pool.request(GET, { ...listens, sent: (sentMs, ownDial) => sent.set(name, { sentMs, ownDial }) })
    },
    open: (dial: number, connectMs: number, tlsMs: number) =>
      dials[dial]?.opened({ dnsMs: 1, connectMs, tlsMs }),
    answer: (exchange: number) => {
      exchanges[exchange]?.head(200, {})
      exchanges[exchange]?.end(true)
    },
  }
}

describe('the dial that a request is told of', () => {
  test('is that of the connection on which it is the first, and none on one used before', () => {
    const bench = poolBench()
    bench.ask('a')
    bench.at(8)
    bench.open(0, 2, 4)
    bench.at(20)
    bench.answer(0)
    bench.ask('b')
    expect([...bench.sent]).toEqual([
      ['a', { sentMs: 8, ownDial: { beganMs: 0, connectedMs: 3, openedMs: 7 } }],
      ['b', { sentMs: 20, ownDial: null }],
    ])
  })

  test('was begun for another, where a connection goes to the first that waits', () => {
    const bench = poolBench({ lateBinding: { kind: 'dial-each', surplus: 'idle' } })
    bench.ask('a')
    bench.at(10)
    bench.open(0, 2, 7)
    bench.at(20)
    bench.ask('b')
    bench.at(25)
    bench.answer(0)
    bench.at(26)
    bench.ask('c')
    bench.at(30)
    bench.open(1, 2, 7)
    // The first connection came free for b; what was dialed for b went to c, in the middle of its handshake.
    expect(bench.sent.get('b')).toEqual({ sentMs: 25, ownDial: null })
    expect(bench.sent.get('c')).toEqual({
      sentMs: 30,
      ownDial: { beganMs: 20, connectedMs: 23, openedMs: 30 },
    })
    expect(partsOf(bench.sent.get('c'), 26)).toMatchObject({ poolWait: 0, connect: 0, tls: 4 })
    expect(partsOf(bench.sent.get('b'), 20)).toMatchObject({ poolWait: 5, connect: 0, tls: 0 })
  })
})

function partsOf(
  sent: { readonly sentMs: number; readonly ownDial: OwnDial | null } | undefined,
  askedMs: number,
): unknown {
  const recorder = new CompositionRecorder()
  const { sentMs = Number.NaN, ownDial = null } = sent ?? {}
  recorder.record({ dueMs: askedMs, askedMs, sentMs, firstByteMs: sentMs, ownDial }, sentMs)
  return meanPartsFrom(recorder.composition(), 0)?.partsMs
}
