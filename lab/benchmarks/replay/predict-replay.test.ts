import { expect, test } from 'vitest'
import { UNLIMITED } from '../../../models/pool/settings.ts'
import { nodeAgentKind } from './node-agent-client.ts'
import { predictReplay } from './predict-replay.ts'

const costs = {
  rttMs: 1,
  frontMs: 0,
  requestMs: Float64Array.of(0.5),
  dialMs: Float64Array.of(2),
  dialExclusiveMs: 0,
}

/** Two at once, one 100 ms later, one after a pause of 1 s. */
const trace = {
  dueMs: Float64Array.of(0, 0, 100, 1100),
  serviceMs: Float64Array.of(10, 20, 10, 10),
}

test.each([
  { idleTimeoutMs: Infinity, maxIdlePerHost: Infinity, dials: 2, peakIdle: 2 },
  { idleTimeoutMs: 500, maxIdlePerHost: Infinity, dials: 3, peakIdle: 2 },
  { idleTimeoutMs: Infinity, maxIdlePerHost: 1, dials: 2, peakIdle: 1 },
  { idleTimeoutMs: 500, maxIdlePerHost: 1, dials: 3, peakIdle: 1 },
])('idle timeout $idleTimeoutMs, cap $maxIdlePerHost: $dials dials', ({ dials, peakIdle, ...limits }) => {
  const settings = { ...UNLIMITED, ...limits }
  const replay = { kind: nodeAgentKind, settings, tls: false, hintSeconds: null, serverIdleTimeoutMs: null }
  const predicted = predictReplay(replay, trace, costs)
  expect(predicted.dials).toBe(dials)
  expect(predicted.peakIdle).toBe(peakIdle)
})

test('a response takes the dial, the round trip, the service time and what a request takes beyond it', () => {
  const replay = {
    kind: nodeAgentKind,
    settings: UNLIMITED,
    tls: false,
    hintSeconds: null,
    serverIdleTimeoutMs: null,
  }
  const predicted = predictReplay(replay, trace, costs)
  expect(predicted.responseP99Ms).toBeCloseTo(2 + 1 + 20 + 0.5, 1)
  expect(predicted.responseMeanMs).toBeCloseTo((13.5 + 23.5 + 11.5 + 11.5) / 4, 5)
})
