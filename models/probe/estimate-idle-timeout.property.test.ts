import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateIdleTimeout, idleWatchOf } from './estimate-idle-timeout.ts'
import type { CloseWay, IdleObservation } from './idle-observation.ts'

const idleMs = fc.integer({ min: 0, max: 100_000 })
const way = fc.constantFrom<CloseWay>('fin', 'reset', 'unasked', 'closed-on-use', 'reset-on-use', 'silence')
const observation: fc.Arbitrary<IdleObservation> = fc.oneof(
  fc.record({ kind: fc.constantFrom('answered' as const, 'open' as const), idleMs }),
  fc.record({ kind: fc.constant('closed' as const), way, idleMs }),
)
const observations = fc.array(observation, { maxLength: 40 })

it('does not depend on the order of what was seen, but for ways equally common', () => {
  const shuffled = observations.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  )
  fc.assert(
    fc.property(shuffled, fc.nat(1000), ([one, other], raceMs) => {
      const { way: _one, ...first } = estimateIdleTimeout(one, raceMs)
      const { way: _other, ...second } = estimateIdleTimeout(other, raceMs)
      expect(second).toEqual(first)
    }),
  )
})

it('brackets the timeout of a server that keeps to one, whatever its way', () => {
  const cases = fc.record({ way, timeoutMs: idleMs, looks: fc.array(idleMs), glances: fc.array(idleMs) })
  fc.assert(
    fc.property(cases, ({ way: how, timeoutMs, looks, glances }) => {
      const isSeen = how === 'fin' || how === 'reset' || how === 'unasked'
      const isMissed = !isSeen && looks.some((lookMs) => lookMs >= timeoutMs)
      const open = glances
        .filter((glanceMs) => isMissed || glanceMs < timeoutMs)
        .map((glanceMs): IdleObservation => ({ kind: 'open', idleMs: glanceMs }))
      const seen = looks.map((lookMs): IdleObservation => {
        if (lookMs < timeoutMs) return { kind: 'answered', idleMs: lookMs }
        return { kind: 'closed', way: how, idleMs: isSeen ? timeoutMs : lookMs }
      })
      const { openMs, closedMs } = estimateIdleTimeout([...seen, ...open])
      expect(openMs).toBeLessThanOrEqual(timeoutMs)
      if (closedMs !== null) expect(closedMs).toBeGreaterThanOrEqual(timeoutMs)
    }),
  )
})

it('never takes a time for safe that is beyond the shortest close', () => {
  fc.assert(
    fc.property(observations, fc.nat(1000), (seen, raceMs) => {
      const estimate = estimateIdleTimeout(seen, raceMs)
      const { closedAfterMs } = idleWatchOf(estimate)
      expect(closedAfterMs === null).toBe(estimate.closedMs === null)
      if (closedAfterMs !== null) expect(closedAfterMs).toBeLessThanOrEqual(estimate.closedMs ?? 0)
    }),
  )
})
