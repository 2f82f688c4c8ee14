import { describe, expect, test } from 'vitest'
import { leakedConnections } from './leaked-connections.ts'
import type { ServiceVitals } from './observation.ts'

const vitals = (given: { busy: number; longestHeldMs: number }): ServiceVitals[] =>
  [0, 200, 400, 600].map((atEpochMs) => ({
    service: 'a',
    atEpochMs,
    cpuSeconds: 0,
    eventLoopDelayMaxMs: 0,
    gcTotalMs: 0,
    gcCount: 0,
    heapUsedBytes: 0,
    inFlight: 0,
    queued: 0,
    slots: 8,
    pools: [{ peer: 'b', limit: 8, idle: 0, waiting: 0, ...given }],
  }))
const callee = (inFlight: number) =>
  vitals({ busy: 0, longestHeldMs: 0 }).map((sample) => ({ ...sample, service: 'b', inFlight }))
const attempt = (startedAtEpochMs: number, durationMs: number, waitMs = 0) => ({
  answer: null,
  span: {
    traceId: 't',
    spanId: `${startedAtEpochMs}`,
    parentSpanId: null,
    service: 'a',
    kind: 'client' as const,
    peer: 'b',
    startedAtEpochMs,
    durationMs,
    waitMs,
    attempt: 1,
    outcome: 'ok' as const,
  },
})

describe('leakedConnections', () => {
  const held = { busy: 5, longestHeldMs: 400 }

  test('counts those that no call uses and that are out for longer than any call took', () => {
    const attempts = [attempt(500, 200), attempt(590, 500, 400)]
    expect(leakedConnections('b', vitals(held), callee(0), attempts)).toEqual({
      count: 4,
      limit: 8,
      busy: 5,
      longestHeldMs: 400,
      calleeInWork: 0,
    })
  })

  test('counts none while the called service is at work for them, or one call takes that long', () => {
    expect(leakedConnections('b', vitals(held), callee(5), []).count).toBe(0)
    expect(leakedConnections('b', vitals(held), callee(0), [attempt(0, 401)]).count).toBe(0)
  })

  test('knows nothing of a pool that tells nothing', () => {
    expect(leakedConnections('c', vitals(held), [], [])).toMatchObject({ count: 0, limit: 0 })
    expect(leakedConnections('b', vitals(held), [], [])).toMatchObject({ count: 5, calleeInWork: null })
  })
})
