import { describe, expect, it } from 'vitest'
import type { CurveFits, KneedleSummary, SegmentedSummary, UslSummary } from '../../models/knee/curve-fits.ts'
import { fitsDocument } from './fits-document.ts'
import { fitsText } from './fits-text.ts'

const KNEEDLE: KneedleSummary = {
  axes: { x: 'rate', y: 'latencyMs' },
  x: 1234.5,
  y: 12.345,
  index: 4,
  range: [100, 2000],
  curve: 'convex',
  direction: 'increasing',
  sensitivity: 1,
}

const SEGMENTED: SegmentedSummary = {
  axes: { x: 'rate', y: 'throughput' },
  breakpoint: 1500,
  interval: [1480, 1520.4],
  standardError: 9,
  plateau: 1495,
  breakpoints: [{ x: 1500, y: 1495, standardError: 9, interval: [1480, 1520.4] }],
  slopes: [
    { slope: 0.998, standardError: 0.0123 },
    { slope: -0.00001234, standardError: null },
  ],
  residualSumOfSquares: 3,
  bic: 12.34,
  bicByBreaks: [80.06, 12.34],
  range: [100, 2000],
  points: 12,
}

const USL: UslSummary = {
  alpha: 0.0277,
  beta: 0.0001044,
  gamma: 89.995,
  standardErrors: { alpha: 0.009, beta: 0.00002, gamma: 14.2 },
  peakConcurrency: 96.52,
  peakThroughput: 1884,
  noPeakBecause: null,
  limit: 3245.6,
  residualStandardError: 82.8,
  identified: true,
  warnings: [],
  intervals: {
    alpha: [0.0077, 0.073],
    beta: [0, 0.00017],
    gamma: [58.7, 161],
    peakConcurrency: [75.5, null],
    peakThroughput: [1752, 2075],
  },
  reach: 216,
  points: 7,
}

const FITS: CurveFits = { kneedle: KNEEDLE, segmented: SEGMENTED, usl: USL, notes: ['Mind this.'] }

describe('fitsText', () => {
  it('says what each fit found, over which range, in which unit', () => {
    expect(fitsText(FITS)).toBe(`\
Kneedle      response time over offered rate bends at 1,235/s, where it is 12.35
             ms (taken as convex and increasing, sensitivity 1); a description
             of the range from 100 to 2,000/s: the knee moves with it
segments     throughput over offered rate, from 100 to 2,000/s: 2 straight
             segments; growth halves or stops at 1,495/s
             break at 1,500/s (95 %: 1,480 to 1,520)
             slopes 0.998 ± 0.012, then -1.234e-5
             BIC with 0, 1 breaks (the smallest counts): 80.1, 12.3
scalability  X(N) = γN / (1 + α(N − 1) + βN(N − 1)), 7 points up to 216 in
             flight
             α contention 0.0277 (95 %: 0.0077 to 0.073)
             β coherency 0.0001044 (95 %: 0 to 0.00017)
             γ at one in flight 90/s (95 %: 58.7 to 161)
             peak at 96.52 in flight (95 %: 75.5 or more)
             peak throughput 1,884/s (95 %: 1,752 to 2,075)
             contention alone would let at most 3,246/s pass (γ/α)
note         Mind this.
`)
  })

  it('says in words what the points do not give', () => {
    const text = fitsText({
      ...FITS,
      kneedle: null,
      segmented: {
        ...SEGMENTED,
        axes: { x: 'x', y: 'y' },
        breakpoint: null,
        plateau: null,
        breakpoints: [],
        slopes: [{ slope: 2, standardError: 0.1 }],
        bicByBreaks: [12.34],
      },
      usl: {
        ...USL,
        beta: 0,
        limit: null,
        peakConcurrency: null,
        peakThroughput: null,
        noPeakBecause: 'the data show no loss',
        warnings: ['Only 4 points: at least 6 are wanted.', 'No peak: as said.'],
        intervals: { alpha: null, beta: null, gamma: null, peakConcurrency: null, peakThroughput: null },
      },
    })
    expect(text).toContain('y over x, from 100 to 2,000: one straight line\n')
    expect(text).toContain('slope 2 ± 0.1\n')
    expect(text).toContain('BIC with 0 breaks: 12.3\n')
    expect(text).toContain('no peak: the data show no loss\n')
    expect(text).toContain('no intervals: they need 5 points\n')
    expect(text).toContain('warning      Only 4 points')
    expect(text).not.toContain('as said')
    expect(text).not.toMatch(/Kneedle|contention alone/)
  })

  it('names each break, and the one that counts', () => {
    const text = fitsText({
      ...FITS,
      segmented: {
        ...SEGMENTED,
        breakpoints: [{ x: 700, y: 700, standardError: null, interval: null }, ...SEGMENTED.breakpoints],
        slopes: [...SEGMENTED.slopes, { slope: 0, standardError: 1 }],
      },
    })
    expect(text).toContain('3 straight')
    expect(text).toContain('break at 700/s (no interval: too few points)\n')
    expect(text).toContain('break at 1,500/s (95 %: 1,480 to 1,520), the sharpest\n')
  })

  it('keeps to 80 columns', () => {
    const note =
      'A note that is long enough to go over the end of a line of eighty columns, and then on and on.'
    const lines = fitsText({ ...FITS, notes: [note] }).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('fitsDocument', () => {
  it('holds the figures as they are, and no infinity', () => {
    const document = fitsDocument(FITS)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect(document.usl).toMatchObject({ alpha: 0.0277, peakConcurrency: 96.52, intervals: USL.intervals })
    expect(document.usl).not.toHaveProperty('identified')
    expect(document).toMatchObject({ kneedle: KNEEDLE, segmented: SEGMENTED, notes: ['Mind this.'] })
    expect(fitsDocument({ ...FITS, usl: null }).usl).toBeNull()
  })
})
