import { describe, expect, test } from 'vitest'
import type { Span } from '../trace-context/span.ts'
import { dependencyGraph } from './dependency-graph.ts'

const server = (service: string, spanId: string, given: Partial<Span> = {}): Span => ({
  traceId: 't1',
  spanId,
  parentSpanId: null,
  service,
  kind: 'server',
  peer: null,
  startedAtEpochMs: 1000,
  durationMs: 100,
  waitMs: 0,
  attempt: 1,
  outcome: 'ok',
  ...given,
})
const client = (service: string, spanId: string, peer: string | null, given: Partial<Span> = {}): Span =>
  server(service, spanId, { kind: 'client', peer, ...given })

describe('dependencyGraph', () => {
  test('counts parallel calls once, and waits apart from own time', () => {
    const spans = [
      server('a', '1', { waitMs: 10 }),
      client('a', '2', 'b', { parentSpanId: '1', startedAtEpochMs: 1020, durationMs: 30 }),
      client('a', '3', 'c', {
        parentSpanId: '1',
        startedAtEpochMs: 1040,
        durationMs: 30,
        outcome: 'timeout',
      }),
      server('b', '4', { parentSpanId: '2', durationMs: 20 }),
    ]
    const { services, calls, orphans, unanswered } = dependencyGraph(spans, 1000)
    expect(services.map(({ service, selfMs, waitMs }) => [service, selfMs.mean, waitMs.mean])).toEqual([
      ['a', 40, 10],
      ['b', 20, 0],
    ])
    expect(calls.map(({ from, to, attempts, timeouts }) => [from, to, attempts, timeouts])).toEqual([
      ['a', 'b', 1, 0],
      ['a', 'c', 1, 1],
    ])
    expect({ orphans, unanswered }).toEqual({ orphans: 0, unanswered: 1 })
  })

  test('knows a call without a peer by the server span below it', () => {
    const spans = [
      server('a', '1'),
      client('a', '2', null, { parentSpanId: '1' }),
      server('b', '3', { parentSpanId: '2' }),
      client('a', '4', null, { parentSpanId: '1' }),
    ]
    expect(dependencyGraph(spans, 1000).calls).toMatchObject([{ from: 'a', to: 'b', attempts: 1 }])
  })

  test('takes retries and orphans as they are', () => {
    const spans = [
      server('a', '1', { parentSpanId: 'lost', outcome: 'error' }),
      client('a', '2', 'b', { parentSpanId: '1', outcome: 'error' }),
      client('a', '3', 'b', { parentSpanId: '1', attempt: 2, outcome: 'rejected' }),
      server('b', '4', { parentSpanId: 'lost too' }),
    ]
    const { services, calls, orphans } = dependencyGraph(spans, 500)
    expect(calls).toMatchObject([{ attempts: 2, calls: 1, errors: 1, rejected: 1, cancelled: 0 }])
    expect(services).toMatchObject([
      { service: 'a', requests: 1, failed: 1 },
      { service: 'b', requests: 1, failed: 0 },
    ])
    expect(orphans).toBe(2)
  })

  test('has nothing of nothing', () => {
    expect(dependencyGraph([], 10)).toEqual({
      durationMs: 10,
      services: [],
      calls: [],
      orphans: 0,
      unanswered: 0,
    })
  })
})
