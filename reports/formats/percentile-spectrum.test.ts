import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { percentileSpectrum } from './percentile-spectrum.ts'

function histogramOf(...valuesMs: number[]): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const valueMs of valuesMs) histogram.record(valueMs)
  return histogram
}

function linesOf(...valuesMs: number[]): string[] {
  return percentileSpectrum([{ title: 'Times', histogram: histogramOf(...valuesMs) }]).split('\n')
}

describe('percentileSpectrum', () => {
  // The levels 100 − (100 − 10 j) / 2^h for j from 0 to 4 and h from 0, and for each the first value that so many do
  // not exceed. Formats as in AbstractHistogram.outputPercentileDistribution of HdrHistogram for Java: %12.3f %2.12f
  // %10d %14.2f. Mean (0.025 + 0.05 + 0.075) / 3; deviation √(0.00125 / 3) = 0.0204. 22 buckets, since
  // 2048 × 2^20 µs < 1 h ≤ 2048 × 2^21 µs.
  it('is what HdrHistogram writes of three values', () => {
    const spectrum = percentileSpectrum([{ title: 'Times', histogram: histogramOf(0.025, 0.05, 0.075) }])
    expect(spectrum).toBe(`#[Times]
       Value     Percentile TotalCount 1/(1-Percentile)

       0.025 0.000000000000          1           1.00
       0.025 0.100000000000          1           1.11
       0.025 0.200000000000          1           1.25
       0.025 0.300000000000          1           1.43
       0.050 0.400000000000          2           1.67
       0.050 0.500000000000          2           2.00
       0.050 0.550000000000          2           2.22
       0.050 0.600000000000          2           2.50
       0.050 0.650000000000          2           2.86
       0.075 0.700000000000          3           3.33
       0.075 1.000000000000          3
#[Mean    =        0.050, StdDeviation   =        0.020]
#[Max     =        0.075, Total count    =            3]
#[Buckets =           22, SubBuckets     =         2048]
`)
  })

  it('has five lines for each half of the distance to 100 %', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000)
    const levels = linesOf(...values)
      .slice(3)
      .filter((line) => /^ +\d/.test(line))
      .map((line) => line.trim().split(/ +/).map(Number))
    const percentiles = levels.map(([, percentile]) => percentile)
    expect(percentiles.slice(0, 16)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.775, 0.8, 0.825, 0.85, 0.875,
    ])
    for (const [valueMs, percentile = 0, count = 0] of levels) {
      expect(count).toBe(Math.max(1, Math.ceil(Number((1000 * percentile).toFixed(9)))))
      expect(valueMs).toBe(count / 1000)
    }
    expect(levels.at(-1)).toEqual([1, 1, 1000])
  })

  it('gives the end of a bucket, as the Java tools do', () => {
    // 100 ms = 1562.5 × 64 µs: the bucket from 99,968 to 100,031 µs, with 100,000 as its middle.
    const lines = linesOf(100)
    expect(lines[3]).toBe('     100.031 0.000000000000          1           1.00')
    expect(lines[5]).toBe('#[Mean    =      100.000, StdDeviation   =        0.000]')
    expect(lines[6]).toBe('#[Max     =      100.031, Total count    =            1]')
  })

  it('has no line where nothing was recorded', () => {
    expect(linesOf().slice(1)).toEqual([
      '       Value     Percentile TotalCount 1/(1-Percentile)',
      '',
      '#[Mean    =        0.000, StdDeviation   =        0.000]',
      '#[Max     =        0.000, Total count    =            0]',
      '#[Buckets =           22, SubBuckets     =         2048]',
      '',
    ])
  })

  it('puts several under each other', () => {
    const text = percentileSpectrum([
      { title: 'One', histogram: histogramOf(1) },
      { title: 'Two', histogram: histogramOf(2) },
    ])
    expect(text.split('\n').filter((line) => /^#\[(One|Two)/.test(line))).toEqual(['#[One]', '#[Two]'])
  })
})
