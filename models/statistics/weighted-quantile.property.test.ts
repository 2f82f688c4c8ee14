import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  meanOfCounts,
  mergeCounts,
  quantileOfCounts,
  totalOfCounts,
  type SparseCounts,
} from './weighted-quantile.ts'

const samplesOfBlocks = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }), {
  minLength: 1,
  maxLength: 9,
})

function count(samples: readonly number[]): SparseCounts {
  const counts = new Map<number, number>()
  for (const sample of samples.toSorted((a, b) => a - b)) counts.set(sample, (counts.get(sample) ?? 0) + 1)
  return { values: Float64Array.from(counts.keys()), counts: Float64Array.from(counts.values()) }
}

it('merging histograms is counting all samples at once', () => {
  fc.assert(
    fc.property(samplesOfBlocks, (blocks) => {
      const merged = mergeCounts(blocks.map(count))
      const expected = count(blocks.flat())
      expect(Array.from(merged.values)).toEqual(Array.from(expected.values))
      expect(Array.from(merged.counts)).toEqual(Array.from(expected.counts))
    }),
  )
})

it('total, mean and quantiles are those of the samples written out', () => {
  fc.assert(
    fc.property(samplesOfBlocks, fc.integer({ min: 0, max: 1000 }), (blocks, perMille) => {
      const samples = blocks.flat().toSorted((a, b) => a - b)
      fc.pre(samples.length > 0)
      const merged = mergeCounts(blocks.map(count))
      // ⌈perMille × n / 1000⌉ in whole numbers, which do not round.
      const rank = Math.max(1, Math.floor((perMille * samples.length + 999) / 1000))
      expect(totalOfCounts(merged)).toBe(samples.length)
      expect(meanOfCounts(merged)).toBeCloseTo(samples.reduce((sum, x) => sum + x, 0) / samples.length, 9)
      expect(quantileOfCounts(merged, perMille / 1000)).toBe(samples[rank - 1])
    }),
  )
})

it('leaves its inputs as they were', () => {
  fc.assert(
    fc.property(samplesOfBlocks, (blocks) => {
      const inputs = blocks.map(count)
      mergeCounts(inputs)
      expect(inputs).toEqual(blocks.map(count))
    }),
  )
})
