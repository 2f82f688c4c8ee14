import { describe, expect, it } from 'vitest'
import { comparePredictions } from './compare-predictions.ts'
import { verifyBlock as block, verifyPair as pair } from './verify-pairs.fixture.ts'

describe('comparePredictions', () => {
  it('puts the simulator beside the sockets, with the error', () => {
    const before = block({ responseMs: 40, dialed: 20 }, { responseMs: 30, dialed: 10 })
    const pairs = [pair(before, block({ responseMs: 20, dialed: 0 }))]
    const rows = comparePredictions(pairs)
    const row = (setting: string, metric: string) =>
      rows.find((each) => each.setting === setting && each.metric === metric)
    expect(row('before', 'dialsPerSecond')).toMatchObject({ predicted: 10, measured: 20, error: -0.5 })
    expect(row('before', 'mean')?.error).toBeCloseTo(-0.25)
    expect(row('after', 'dialsPerSecond')).toMatchObject({ measured: 0, error: null })
  })
})
