import { expect, it } from 'vitest'
import { exp } from '../../../models/random/portable-math.ts'
import { blockRatio } from '../../../models/statistics/block-ratio.ts'
import { pairedEffect } from './paired-effect.ts'

const before = [0.1, -0.2, 0.05, 0.3, -0.1, 0, 0.2, -0.05, 0.1, -0.15, 0.02, 0.08, -0.3, 0.12]
const after = [0.3, 0.1, -0.1, 0.4, 0.2, 0.15, 0.1, 0.3, 0, 0.25, 0.2, -0.1, 0.05, 0.4]

it('is the paired t test on logarithms', () => {
  // Differences 1, 2, 3: mean 2, standard error 1 / √3, t = 3.4641 with 2 degrees of freedom, p = 0.07418.
  const { change, margin, pValue, low, high } = pairedEffect([0, 0, 0], [1, 2, 3])
  expect(change).toBeCloseTo(exp(2) - 1, 12)
  expect(margin).toBeCloseTo(4.302652729749464 / Math.sqrt(3), 10)
  expect(pValue).toBeCloseTo(0.07417990022744853, 12)
  expect(low).toBeCloseTo(exp(2 - 4.302652729749464 / Math.sqrt(3)) - 1, 10)
  expect(high).toBeGreaterThan(change ?? NaN)
})

it('is what the bootstrap of pairs comes to for a geometric mean', () => {
  const geometricMean = (blocks: readonly number[]) =>
    exp(blocks.reduce((sum, block) => sum + block, 0) / blocks.length)
  const pairs = before.map((block, i) => ({ before: block, after: after[i] ?? NaN }))
  const bootstrap = blockRatio(pairs, geometricMean, { seed: 1, resamples: 20_000 })
  const direct = pairedEffect(before, after)
  expect(direct.change).toBeCloseTo(bootstrap.change ?? NaN, 12)
  expect((direct.margin ?? NaN) / (bootstrap.margin ?? NaN)).toBeCloseTo(1, 1)
})
