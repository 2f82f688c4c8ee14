import { expect, test } from 'vitest'
import type { Observation } from './observation.ts'
import { rankByErrorRate } from './error-rate-baseline.ts'

test('puts the service with the largest share of failures first, ties by name', () => {
  const spans = [
    ['c', 'ok'],
    ['c', 'error'],
    ['b', 'timeout'],
    ['b', 'ok'],
    ['a', 'ok'],
    ['d', 'cancelled'],
  ].map(([service = '', outcome], i) => ({
    traceId: 't',
    spanId: `${i}`,
    parentSpanId: null,
    service,
    kind: 'server' as const,
    peer: null,
    startedAtEpochMs: i,
    durationMs: 1,
    waitMs: 0,
    attempt: 1,
    outcome: outcome as Observation['spans'][number]['outcome'],
  }))
  const observation: Observation = { durationMs: 10, spans, vitals: [], configuration: [] }
  expect(rankByErrorRate(observation)).toEqual(['d', 'b', 'c', 'a'])
})
