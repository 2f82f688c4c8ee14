import { describe, expect, test } from 'vitest'
import type { PredictedMeasured } from './compare-predictions.ts'
import { type Modelled, modelDoubt } from './model-doubt.ts'

const fits: Modelled = {
  capacity: { sloCapacity: { rate: 1000, nextRate: null }, kneedle: null, usl: null, plateau: null },
  misfit: { steps: [], typicalError: 1, withoutReuseError: 0.3 },
  predictions: [mean('after', 12.5, 25)],
}

function mean(setting: PredictedMeasured['setting'], predicted: number, measured: number): PredictedMeasured {
  return { setting, metric: 'mean', unit: 'ms', predicted, measured, error: null }
}

const misfit = (typicalError: number | null, withoutReuseError: number | null) => ({
  ...fits,
  misfit: { steps: [], typicalError, withoutReuseError },
})

describe('modelDoubt', () => {
  test('has none where the model is off by twofold at most', () => {
    expect(modelDoubt(fits)).toBeNull()
    expect(modelDoubt(misfit(null, null))).toBeNull()
    expect(modelDoubt({ capacity: null, misfit: null, predictions: [] })).toBeNull()
  })

  test('goes by the larger of the errors', () => {
    const says =
      'the model misses the P99s that it was fitted to by 137 %, so it does not describe this target'
    expect(modelDoubt(misfit(1.37, 0.31))).toBe(says)
    expect(modelDoubt(misfit(0.31, 1.37))).toBe(says)
    expect(modelDoubt(misfit(null, 1.37))).toBe(says)
  })

  test('doubts a model that was fitted to rates which all missed the SLO', () => {
    const capacity = { sloCapacity: null, kneedle: null, usl: null, plateau: null }
    expect(modelDoubt({ ...fits, capacity })).toContain('the SLO was met at no rate of the sweep')
  })

  test('doubts a mean that came out more than twofold off, up or down, with the recommended settings', () => {
    const predicted = (...predictions: PredictedMeasured[]) => modelDoubt({ ...fits, predictions })
    expect(predicted(mean('after', 931.7, 6.46))).toBe(
      'with the recommended settings the model predicted 931.7 ms in the mean where 6.46 ms were measured, so it does not describe this target',
    )
    expect(predicted(mean('after', 12.5, 25.1))).toContain('12.5 ms in the mean where 25.1 ms')
    expect(predicted(mean('after', Number.POSITIVE_INFINITY, 25))).toContain('does not describe')
    expect(predicted(mean('before', 931.7, 6.46))).toBeNull()
    expect(predicted(mean('after', Number.NaN, 6.46))).toBeNull()
    expect(predicted({ ...mean('after', 1448, 18.7), metric: 'p99' })).toBeNull()
  })
})
