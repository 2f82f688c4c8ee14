import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'

describe('LatencyHistogram', () => {
  it('has no numbers to give when empty', () => {
    const empty = new LatencyHistogram()
    expect(empty.count).toBe(0)
    expect([empty.meanMs, empty.maxMs, empty.quantileMs(0.99)]).toEqual([NaN, NaN, NaN])
    expect(empty.sparse().values).toHaveLength(0)
    const read = LatencyHistogram.fromStored(empty.store())
    expect([read.count, read.meanMs, read.maxMs]).toEqual([0, NaN, NaN])
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
})
