import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LifecyclePhase, LifecycleState } from './lifecycle-state.ts'

const ms = fc.integer({ min: 0, max: 1000 })
const times = fc.record({
  preheatMs: ms,
  preheatFromWeight: fc.integer({ min: 1, max: 100 }),
  drainDelayMs: ms,
  drainDeadlineMs: ms,
  idleGraceMs: ms,
})
const steps = fc.array(
  fc.record({
    afterMs: fc.nat(300),
    event: fc.constantFrom('look', 'ready', 'fail', 'stop', 'came', 'came', 'ended', 'ended'),
  }),
  { maxLength: 60 },
)

const ORDER: readonly LifecyclePhase[] = ['starting', 'failed', 'preheating', 'ready', 'leaving', 'draining']

test('a life goes one way; its weight grows until the stop, is then 0, and is above 0 only while it takes traffic', () => {
  fc.assert(
    fc.property(times, steps, (times, steps) => {
      const state = new LifecycleState(times)
      let nowMs = 0
      let rank = 0
      let weight = 0
      let stoppedAtMs = Infinity
      let lastCameMs = -Infinity
      for (const { afterMs, event } of steps) {
        nowMs += afterMs
        if (event === 'ready') state.becomeReady(nowMs)
        else if (event === 'fail') state.fail(nowMs)
        else if (event === 'stop') {
          state.stop(nowMs)
          stoppedAtMs = Math.min(stoppedAtMs, nowMs)
        } else if (event === 'came') {
          state.requestCame(nowMs)
          lastCameMs = nowMs
        } else if (event === 'ended' && state.requests > 0) state.requestEnded()

        const newRank = ORDER.indexOf(state.phase(nowMs))
        expect(newRank).toBeGreaterThanOrEqual(rank)
        rank = newRank
        const newWeight = state.weight(nowMs)
        expect(newWeight > 0).toBe(state.takesTraffic(nowMs))
        if (stoppedAtMs < Infinity) expect(newWeight).toBe(0)
        else expect(newWeight).toBeGreaterThanOrEqual(weight)
        expect(newWeight).toBeLessThanOrEqual(100)
        weight = newWeight

        const cause = state.closeCause(nowMs)
        if (cause === 'quiet') {
          expect(state.requests).toBe(0)
          expect(nowMs - lastCameMs).toBeGreaterThanOrEqual(times.idleGraceMs)
        }
        // Whoever looks when told to neither misses the moment to close nor asks in vain for ever.
        if (cause === null && state.phase(nowMs) === 'draining') {
          expect(state.nextLookMs(nowMs)).toBeGreaterThan(nowMs)
          expect(state.closeCause(state.nextLookMs(nowMs))).not.toBeNull()
          expect(state.closeCause(state.nextLookMs(nowMs) - 0.001)).toBeNull()
        }
      }
    }),
  )
})
