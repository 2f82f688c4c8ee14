import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { alignCounts, quantileOfAligned } from './aligned-counts.ts'
import { mergeCounts, quantileOfCounts, type SparseCounts } from './weighted-quantile.ts'

const histogram: fc.Arbitrary<SparseCounts> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 })), {
    selector: ([value]) => value,
    maxLength: 20,
  })
  .map((cells) => {
    const ascending = cells.toSorted(([a], [b]) => a - b)
    return {
      values: Float64Array.from(ascending, ([value]) => value / 8),
      counts: Float64Array.from(ascending, ([, count]) => count),
    }
  })

it('gives the quantile of the merged histograms, for any selection of them', () => {
  const selections = fc
    .array(histogram, { minLength: 1, maxLength: 6 })
    .chain((all) => fc.tuple(fc.constant(all), fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 8 })))
  fc.assert(
    fc.property(selections, fc.integer({ min: 0, max: 1000 }), ([all, selection], perMille) => {
      const aligned = alignCounts(all)
      const chosen = selection.map((i) => aligned[i]!)
      const expected = quantileOfCounts(mergeCounts(selection.map((i) => all[i]!)), perMille / 1000)
      expect(quantileOfAligned(chosen, perMille / 1000)).toBe(expected)
    }),
  )
})

it('refuses a quantile outside [0, 1]', () => {
  for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => quantileOfAligned([], wrong)).toThrow(RangeError)
})
