import { describe, expect, it } from 'vitest'
import { EffectHistory } from './effect-history.ts'
import type { MetricName, MetricScale } from './metric-effect.ts'
import { compared, nightOfP99, pastNight } from './nights.fixture.ts'
import { noiseIn } from './noise.ts'
import type { PastNight } from './past-night.ts'

const SCALE = 1.482602218505602
const SAME = [0.01, -0.02, 0.03, -0.01, 0.02]
/** Median of |0.01|, |0.02|, |0.03|, |0.01|, |0.02|. */
const OF_SAME = 0.02 * SCALE
function noiseOf(
  history: readonly PastNight[],
  metric: MetricName,
  against: EffectHistory['against'],
  kind: MetricScale['kind'] = metric === 'failureRate' ? 'difference' : 'ratio',
): number | null {
  return noiseIn(new EffectHistory(history, against), { metric, kind })
}

const nights = (effects: readonly number[]) =>
  effects.map((effect, i) => nightOfP99(effect, SAME[i % 5] ?? 0))

describe('noiseIn', () => {
  it('is the spread about zero of nights against themselves', () => {
    const history = nights([0, 0, 0, 0, 0]).map((night) => ({ ...night, against: 'interleaved' as const }))
    expect(noiseOf(history, 'p99', 'interleaved')).toBeCloseTo(OF_SAME, 12)
  })

  it('is unknown below five nights', () => {
    expect(noiseOf([], 'p99', 'interleaved')).toBeNull()
    expect(noiseOf(nights([0, 0, 0, 0]), 'p99', 'interleaved')).toBeNull()
    expect(noiseOf(nights([0, 0, 0, 0, 0]), 'mean', 'interleaved')).toBeNull()
  })

  it('is that of nights about their level where they differ more than blocks do', () => {
    const history = nights([0.1, 0.2, 0.1, 0.2, 0.1])
    expect(noiseOf(history, 'p99', 'pinned')).toBeCloseTo((0.1 * SCALE) / Math.SQRT2, 12)
    expect(noiseOf(history, 'p99', 'interleaved')).toBeCloseTo(OF_SAME, 12)
  })

  it('is not less than that of nights against themselves', () => {
    expect(noiseOf(nights([0.1, 0.1, 0.1, 0.1, 0.1]), 'p99', 'pinned')).toBeCloseTo(OF_SAME, 12)
  })

  it('takes one step of the level for what it is', () => {
    const before = noiseOf(nights([0, 0.1, 0, 0.1, 0, 0.1]), 'p99', 'pinned')
    const withStep = noiseOf(nights([0, 0.1, 0, 0.1, 0, 5.1, 5, 5.1, 5]), 'p99', 'pinned')
    expect(withStep).toBeCloseTo(before ?? NaN, 12)
  })

  it('takes no step across nights that were pinned', () => {
    const pin = pastNight({ verdict: 'baseline', same: compared({ effect: 0.02, margin: 0.02 }) })
    const history = [...nights([0, 0, 0]), pin, ...nights([9, 9, 9])]
    expect(noiseOf(history, 'p99', 'pinned')).toBeCloseTo(OF_SAME, 12)
  })

  it('needs nights against a pinned one where such a night is judged', () => {
    const pin = pastNight({ verdict: 'baseline', same: compared({ effect: 0.02, margin: 0.02 }) })
    expect(noiseOf([pin, pin, pin, pin, pin], 'p99', 'pinned')).toBeNull()
  })

  it('leaves out nights under other conditions, and those of which nothing could be said', () => {
    const loud = { effect: 3, margin: 0.1 }
    const elsewhere = Array.from({ length: 9 }, () =>
      pastNight({ same: compared(loud), fingerprint: 'elsewhere' }),
    )
    const other = Array.from({ length: 9 }, () => pastNight({ same: compared(loud), scenarioHash: 'other' }))
    const unknown = Array.from({ length: 9 }, () => pastNight({ same: compared(loud), verdict: 'unknown' }))
    const history = [...elsewhere, ...other, ...unknown, ...nights([0, 0, 0, 0, 0])]
    expect(noiseOf(history, 'p99', 'interleaved')).toBeCloseTo(OF_SAME, 12)
  })

  it('takes failure rates as differences, and ratios and differences of dials apart', () => {
    const both = compared(
      { metric: 'failureRate', kind: 'difference', effect: 0.002, margin: 0.01 },
      { metric: 'dialsPerSecond', kind: 'difference', effect: 4, margin: 5 },
    )
    const history = Array.from({ length: 5 }, () => pastNight({ same: both }))
    expect(noiseOf(history, 'failureRate', 'interleaved')).toBeCloseTo(0.002 * SCALE, 12)
    expect(noiseOf(history, 'dialsPerSecond', 'interleaved')).toBeNull()
    expect(noiseOf(history, 'dialsPerSecond', 'interleaved', 'difference')).toBeCloseTo(4 * SCALE, 12)
  })
})
