import { describe, expect, it } from 'vitest'
import type { ComparedMetric } from '../report/before-after.ts'
import { findDrift } from './drift.ts'
import { EffectHistory } from './effect-history.ts'
import { compared, nightOfP99, pastNight } from './nights.fixture.ts'

const wobble = (i: number): number => [0.004, -0.006, 0.002, 0.006, -0.004, -0.002][i % 6] ?? 0
const tonight = (effect: number): ComparedMetric => compared({ effect, margin: 0.05 })[0]!

/** Nights at 0, then some at `level`; the last of all is tonight. */
function drift(before: number, after: number, level: number) {
  const effects = Array.from({ length: before + after }, (_, i) => (i < before ? 0 : level) + wobble(i))
  const past = effects.slice(0, -1).map((effect) => nightOfP99(effect, 0))
  return findDrift(tonight(effects.at(-1) ?? 0), new EffectHistory(past, 'pinned'))
}

describe('findDrift', () => {
  it('finds a step, and how long ago it was', () => {
    const found = drift(25, 5, 0.04)
    expect(found).toMatchObject({ nights: 5 })
    expect(found?.size).toBeCloseTo(0.04, 2)
    expect(found?.pValue).toBeLessThanOrEqual(1e-4)
  })

  it('takes more than one slow night for it, and ten in all', () => {
    expect(drift(25, 1, 0.04)).toBeNull()
    expect(drift(100, 1, 0.4)).toBeNull()
    expect(drift(25, 2, 0.04)).not.toBeNull()
    expect(drift(5, 4, 0.04)).toBeNull()
    expect(drift(6, 4, 0.04)).not.toBeNull()
  })

  it('says nothing of changes that are old, small, or for the better', () => {
    expect(drift(25, 14, 0.04)).not.toBeNull()
    expect(drift(25, 15, 0.04)).toBeNull()
    expect(drift(40, 14, 0.018)).toBeNull()
    expect(drift(40, 14, 0.024)).not.toBeNull()
    expect(drift(25, 6, -0.04)).toBeNull()
  })

  it('says nothing where tonight has no effect', () => {
    const nothing: ComparedMetric = { metric: 'p99', unit: 'ms', kind: 'ratio', effect: null, answer: null }
    const past = Array.from({ length: 30 }, (_, i) => nightOfP99((i < 25 ? 0 : 0.1) + wobble(i), 0))
    expect(findDrift(nothing, new EffectHistory(past, 'pinned'))).toBeNull()
    expect(findDrift(tonight(0.1), new EffectHistory(past, 'pinned'))).not.toBeNull()
  })

  it('takes a baseline in turns for no change: an improvement that became the baseline is no drift', () => {
    const found = (before: number, after: number, against: 'pinned' | 'interleaved') => {
      const past = Array.from({ length: 29 }, (_, i) =>
        nightOfP99((i < 25 ? before : after) + wobble(i), 0, { against }),
      )
      return findDrift(tonight(after), new EffectHistory(past, against))
    }
    expect(found(-0.06, 0, 'interleaved')).toBeNull()
    expect(found(-0.06, 0, 'pinned')?.size).toBeCloseTo(0.06, 2)
    expect(found(-0.02, 0.04, 'interleaved')?.size).toBeCloseTo(0.06, 2)
  })

  it('is not stopped by a night whose figure became 0, which has no logarithm', () => {
    const past = Array.from({ length: 29 }, (_, i) => nightOfP99((i < 25 ? 0 : 0.04) + wobble(i), 0))
    const none: ComparedMetric = { ...tonight(0), effect: { ...tonight(0).effect!, after: 0, change: -1 } }
    const withNone = [...past.slice(0, 9), { ...past[9]!, metrics: [none] }, ...past.slice(10)]
    expect(findDrift(tonight(0.04), new EffectHistory(withNone, 'pinned'))).toMatchObject({ nights: 5 })
    expect(findDrift(none, new EffectHistory(past, 'pinned'))).toBeNull()
  })

  it('starts again from the night that is pinned, and with another kind of baseline', () => {
    const early = Array.from({ length: 25 }, (_, i) => nightOfP99(wobble(i), 0))
    const late = Array.from({ length: 4 }, (_, i) => nightOfP99(0.1 + wobble(i), 0))
    const found = (history: typeof early) => findDrift(tonight(0.1), new EffectHistory(history, 'pinned'))
    expect(found([...early, ...late])).not.toBeNull()
    expect(found([...early, pastNight({ verdict: 'baseline' }), ...late])).toBeNull()
    const inTurns = early.map((night) => ({ ...night, against: 'interleaved' as const }))
    expect(found([...inTurns, ...late])).toBeNull()
  })
})
