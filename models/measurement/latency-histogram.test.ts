import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'

describe('LatencyHistogram', () => {
  it('has no numbers to give when empty', () => {
    const empty = new LatencyHistogram()
    expect(empty.count).toBe(0)
    expect([empty.meanMs, empty.maxMs, empty.quantileMs(0.99)]).toEqual([NaN, NaN, NaN])
    expect(empty.sparse().values).toHaveLength(0)
    expect([empty.sumMs, empty.standardDeviationMs]).toEqual([0, NaN])
    for (const copy of [
      LatencyHistogram.fromStored(empty.store()),
      LatencyHistogram.fromPacked(empty.pack()),
    ]) {
      expect([copy.count, copy.meanMs, copy.maxMs]).toEqual([0, NaN, NaN])
    }
  })

  it('takes the quantile at rank ⌈q n⌉', () => {
    const histogram = new LatencyHistogram()
    for (let i = 1; i <= 100; i++) histogram.record(i / 100)
    expect([0.01, 0.07, 0.5, 0.501, 0.99, 1].map((q) => histogram.quantileMs(q))).toEqual([
      0.01, 0.07, 0.5, 0.51, 0.99, 1,
    ])
  })

  it('is exact to the µs up to 2 ms', () => {
    const histogram = new LatencyHistogram()
    for (const us of [0, 1, 999, 1024, 2047]) histogram.record(us / 1000)
    expect([...histogram.sparse().values]).toEqual([0, 0.001, 0.999, 1.024, 2.047])
  })

  it('counts a negative duration as 0 and one over an hour as an hour', () => {
    const negative = new LatencyHistogram()
    negative.record(-5)
    expect([negative.count, negative.quantileMs(1), negative.meanMs]).toEqual([1, 0, 0])
    const long = new LatencyHistogram()
    long.record(4_000_000)
    expect(long.count).toBe(1)
    expect(long.quantileMs(1) / 3_600_000).toBeCloseTo(1, 3)
    expect(long.meanMs).toBe(3_600_000)
  })
  it('keeps to the buckets of HdrHistogram: 1 µs wide below 2048 µs, then 1024 to a doubling', () => {
    const histogram = new LatencyHistogram()
    const us = [2047, 2048, 2049, 2050, 4095, 4096, 4099, 4100, 3_600_000_000]
    for (const each of us) histogram.record(each / 1000)
    expect(histogram.pack()).toEqual({
      buckets: Uint32Array.of(2047, 2048, 2049, 3071, 3072, 3073, 23_220),
      counts: Uint32Array.of(1, 2, 1, 1, 2, 1, 1),
      sumMs: histogram.sumMs,
      maxMs: 3_600_000,
    })
    const ends: number[][] = []
    histogram.forEachValue((valueMs, count) => ends.push([valueMs, count]))
    expect(ends).toEqual([
      [2.047, 1],
      [2.049, 2],
      [2.051, 1],
      [4.095, 1],
      [4.099, 2],
      [4.103, 1],
      [3_600_809.983, 1],
    ])
  })

  it('has the standard deviation of a population', () => {
    const histogram = new LatencyHistogram()
    for (const us of [200, 400, 400, 400, 500, 500, 700, 900]) histogram.record(us / 1000)
    expect(histogram.standardDeviationMs).toBeCloseTo(0.2, 12)
  })

  it('counts a duration that was seen often as many times', () => {
    const histogram = new LatencyHistogram()
    histogram.record(1, 3)
    histogram.record(5)
    expect([histogram.count, histogram.sumMs, histogram.quantileMs(0.75)]).toEqual([4, 8, 1])
  })

  it('reads the longest from the counts where an earlier version has not stored it', () => {
    const histogram = new LatencyHistogram()
    histogram.record(1.5)
    const { hdr, sumMs } = histogram.store()
    expect(LatencyHistogram.fromStored({ hdr, sumMs }).maxMs).toBe(1.5)
  })
})
