import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { bestEnergySplit } from './energy-split.ts'

const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 24 })

/** The definition, pair by pair. */
function statisticAt(values: readonly number[], index: number): number {
  const meanDistance = (xs: readonly number[], ys: readonly number[]) => {
    let sum = 0
    for (const x of xs) for (const y of ys) sum += Math.abs(x - y)
    return sum / (xs.length * ys.length)
  }
  const left = values.slice(0, index)
  const right = values.slice(index)
  const energy = 2 * meanDistance(left, right) - meanDistance(left, left) - meanDistance(right, right)
  return ((left.length * right.length) / values.length) * energy
}

it('is the largest that the definition gives for any split', () => {
  fc.assert(
    fc.property(series, (values) => {
      const best = bestEnergySplit(values)
      const all = values.slice(1).map((_, i) => statisticAt(values, i + 1))
      const largest = Math.max(...all)
      expect(best?.statistic).toBeCloseTo(largest, 6)
      expect(all[(best?.index ?? 0) - 1]).toBeCloseTo(largest, 6)
    }),
  )
})

it('has the unit of the values, and does not depend on where they lie', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: -500, max: 500 }), (values, offset) => {
      const moved = bestEnergySplit(values.map((value) => 4 * value + offset))
      const best = bestEnergySplit(values)
      expect(moved?.statistic).toBeCloseTo(4 * (best?.statistic ?? NaN), 6)
    }),
  )
})
