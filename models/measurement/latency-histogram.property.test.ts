import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'

/** Whole µs from nothing to an hour, spread over all orders of magnitude; in ms. */
const durationMs = fc
  .tuple(fc.integer({ min: 0, max: 32 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([power, share]) => Math.min(Math.floor(share * 2 ** power), 3_600_000_000) / 1000)

const durations = fc.array(durationMs, { maxLength: 300, size: 'max' })

function recorded(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const value of values) histogram.record(value)
  return histogram
}

/** All that can be read from a histogram but its exact sum and largest value. */
function shapeOf(histogram: LatencyHistogram) {
  const { values, counts } = histogram.sparse()
  return { count: histogram.count, values: [...values], counts: [...counts] }
}

describe('LatencyHistogram', () => {
  it('knows every quantile to 0.1 % and the mean exactly', () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 1000 }), (values, perMille) => {
        fc.pre(values.length > 0)
        const histogram = recorded(values)
        const sorted = values.toSorted((a, b) => a - b)
        const exact = sorted[Math.floor((perMille * values.length + 999) / 1000) - 1]!
        const seen = histogram.quantileMs(perMille / 1000)
        expect(seen).toBeGreaterThanOrEqual(exact)
        expect(seen).toBeLessThanOrEqual(exact * 1.001)
        expect(histogram.count).toBe(values.length)
        expect(histogram.meanMs).toBe(values.reduce((sum, value) => sum + value, 0) / values.length)
        expect(Math.abs(histogram.maxMs / sorted.at(-1)! - 1) || 0).toBeLessThan(0.001)
      }),
    )
  })

  it('tells by its ends of buckets what it tells as quantiles', () => {
    fc.assert(
      fc.property(durations, (values) => {
        fc.pre(values.length > 0)
        const histogram = recorded(values)
        const ends = histogram.sparseEnds()
        expect([...ends.counts]).toEqual([...histogram.sparse().counts])
        let seen = 0
        for (const [i, count] of ends.counts.entries()) {
          seen += count
          expect(histogram.quantileMs(seen / values.length)).toBe(ends.values[i])
        }
      }),
    )
  })

  it('comes back from its stored form as it was', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = recorded(values)
        const stored = histogram.store()
        const read = LatencyHistogram.fromStored(JSON.parse(JSON.stringify(stored)) as typeof stored)
        expect(shapeOf(read)).toEqual(shapeOf(histogram))
        expect(read.meanMs).toBe(histogram.meanMs)
        expect(read.maxMs).toBe(histogram.maxMs)
        expect(read.store()).toEqual(stored)
      }),
    )
  })

  it('comes back from its packed form as it was', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = recorded(values)
        const copy = LatencyHistogram.fromPacked(histogram.pack())
        expect(copy.store()).toEqual(histogram.store())
        expect(copy.pack()).toEqual(histogram.pack())
        for (const quantile of [0.001, 0.5, 0.99, 1]) {
          expect(copy.quantileMs(quantile)).toBe(histogram.quantileMs(quantile))
        }
      }),
    )
  })

  it('shows every value once, ascending, at the end of its bucket, and all quantiles are among them', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = recorded(values)
        let last = -1
        let seen = 0
        histogram.forEachValue((valueMs, count) => {
          expect(valueMs).toBeGreaterThan(last)
          last = valueMs
          seen += count
          expect(histogram.quantileMs(seen / histogram.count)).toBe(Math.min(valueMs, histogram.maxMs))
        })
        expect(seen).toBe(values.length)
      }),
    )
  })

  it('knows the standard deviation to 0.1 % of the longest', () => {
    fc.assert(
      fc.property(durations, (values) => {
        fc.pre(values.length > 0)
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
        const histogram = recorded(values)
        const off = Math.abs(histogram.standardDeviationMs - Math.sqrt(variance))
        expect(off).toBeLessThanOrEqual(0.001 * histogram.maxMs)
      }),
    )
  })

  it('merging is recording everything in one', () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 5 }), (parts) => {
        const merged = LatencyHistogram.merge(parts.map(recorded))
        const all = recorded(parts.flat())
        expect(shapeOf(merged)).toEqual(shapeOf(all))
        if (all.count > 0) {
          expect(Math.abs(merged.meanMs - all.meanMs)).toBeLessThanOrEqual(1e-12 * all.meanMs)
          expect(merged.maxMs).toBe(all.maxMs)
        }
      }),
    )
  })

  it('adding leaves what was added as it was, read or not', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const added = recorded(others)
        const before = added.store()
        const sum = recorded(some)
        sum.add(LatencyHistogram.fromStored(before))
        sum.add(added)
        expect(added.store()).toEqual(before)
        expect(sum.count).toBe(some.length + 2 * others.length)
      }),
    )
  })

  it('its counts are of the recorded values, within 0.1 %', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const { values: middles, counts } = recorded(values).sparse()
        const written = [...middles].flatMap((middle, i) => Array.from({ length: counts[i]! }, () => middle))
        const sorted = values.toSorted((a, b) => a - b)
        expect(written).toHaveLength(sorted.length)
        for (const [i, value] of sorted.entries()) {
          expect(Math.abs(written[i]! - value)).toBeLessThanOrEqual(0.001 * value)
        }
      }),
    )
  })
})
