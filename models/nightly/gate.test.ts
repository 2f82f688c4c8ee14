import { describe, expect, it } from 'vitest'
import type { ComparedMetric } from '../report/before-after.ts'
import { EffectHistory } from './effect-history.ts'
import { gateOf } from './gate.ts'
import { compared, type KnownEffect, nightOfP99, pastNight } from './nights.fixture.ts'
import type { PastNight } from './past-night.ts'

const SCALE = 1.482602218505602
const only = (known: KnownEffect): ComparedMetric => {
  const [metric] = compared(known)
  if (metric === undefined) throw new Error('nothing compared')
  return metric
}
const slow = only({ effect: 0.3, margin: 0.0196 })
const quiet = (count: number, effect = 0): PastNight[] =>
  Array.from({ length: count }, () => nightOfP99(effect, 0.001))

describe('gateOf', () => {
  it('does without a history on the standard error of tonight, twice that against a pinned night', () => {
    expect(gateOf(slow, new EffectHistory([], 'interleaved'))).toEqual({
      noise: null,
      gate: expect.closeTo(0.03, 12),
    })
    expect(gateOf(slow, new EffectHistory([], 'pinned')).gate).toBeCloseTo(0.06, 12)
  })

  it('is never below its floor', () => {
    const none = new EffectHistory([], 'interleaved')
    const floor = (known: Pick<KnownEffect, 'metric' | 'kind'>) =>
      gateOf(only({ ...known, effect: 1, margin: 0 }), none).gate
    expect(floor({ metric: 'p99' })).toBeCloseTo(Math.log(1.02), 14)
    expect(floor({ metric: 'mean' })).toBeCloseTo(Math.log(1.02), 14)
    expect(floor({ metric: 'dialsPerSecond' })).toBeCloseTo(Math.log(1.05), 14)
    expect(floor({ metric: 'dialsPerSecond', kind: 'difference' })).toBe(0.1)
    expect(floor({ metric: 'failureRate', kind: 'difference' })).toBe(0.001)
  })

  it('is three times the noise', () => {
    const history = Array.from({ length: 6 }, () => nightOfP99(0, 0.02, { against: 'interleaved' }))
    const { gate, noise } = gateOf(slow, new EffectHistory(history, 'interleaved'))
    expect(noise).toBeCloseTo(0.02 * SCALE, 12)
    expect(gate).toBeCloseTo(0.06 * SCALE, 12)
  })

  it('is counted from the level of nights that were no different from a pinned one', () => {
    const floor = Math.log(1.02)
    const history = new EffectHistory(quiet(6, 0.01), 'pinned')
    expect(gateOf(slow, history).gate).toBeCloseTo(floor + 0.01, 12)
    expect(gateOf(only({ effect: -0.3, margin: 0.02 }), history).gate).toBeCloseTo(floor, 12)
    expect(gateOf(slow, new EffectHistory(quiet(4, 0.01), 'pinned')).gate).toBeGreaterThan(floor + 0.01)
    const inTurns = quiet(6, 0.01).map((night) => ({ ...night, against: 'interleaved' as const }))
    expect(gateOf(slow, new EffectHistory(inTurns, 'interleaved')).gate).toBeCloseTo(floor, 12)
  })

  it('follows that level no further than the gate itself', () => {
    expect(gateOf(slow, new EffectHistory(quiet(6, 0.5), 'pinned')).gate).toBeCloseTo(2 * Math.log(1.02), 12)
  })

  it('does not take nights that were found to be slower for the level', () => {
    const finding = { metric: 'p99', verdict: 'regression', gate: 0.02, noise: null, why: '' } as const
    const slower = Array.from({ length: 20 }, () =>
      nightOfP99(0.5, 0.001, { findings: [finding], verdict: 'regression' }),
    )
    const pin = pastNight({ verdict: 'baseline' })
    const history = new EffectHistory([pin, ...quiet(6, 0.01), ...slower], 'pinned')
    expect(gateOf(slow, history).gate).toBeCloseTo(Math.log(1.02) + 0.01, 12)
  })
})
