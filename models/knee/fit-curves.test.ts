import { describe, expect, it } from 'vitest'
import { findsKnee } from './curve-fits.ts'
import { fitCurves, fitPlainCurve, type MeasuredPoint } from './fit-curves.ts'
import { RAYTRACER, SPECSDM91 } from './published-usl.fixture.ts'

const NOTHING = { rate: null, concurrency: null, throughput: null, latencyMs: null }
const CAPACITY = 1000

/** One queue (M/M/1) of 1,000 requests per second; beyond that it serves 1,000 and answers slowly. */
function queue(rate: number): MeasuredPoint {
  const latencyMs = rate < CAPACITY ? 1000 / (CAPACITY - rate) : 2000
  const throughput = Math.min(rate, CAPACITY)
  return { rate, throughput, latencyMs, concurrency: (throughput * latencyMs) / 1000 }
}

const SWEEP = [100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980, 990, 1100, 1200, 1300].map(queue)
const upToCapacity = SWEEP.slice(0, 12)

describe('fitCurves', () => {
  it('describes a swept queue: where response time bends, throughput ends, and what the law makes of it', () => {
    const fits = fitCurves(upToCapacity, { seed: 1 })
    expect(fits.kneedle).toMatchObject({
      axes: { x: 'rate', y: 'latencyMs' },
      curve: 'convex',
      direction: 'increasing',
      sensitivity: 1,
      range: [100, 990],
      x: 900,
      y: 10,
      index: 8,
    })
    // X = γN / (1 + α(N − 1)) with γ = 500 and α = ½ is M/M/1.
    expect(fits.usl?.alpha).toBeCloseTo(0.5, 5)
    expect(fits.usl?.gamma).toBeCloseTo(500, 2)
    expect(fits.usl?.peakConcurrency).toBeNull()
    expect(fits.usl?.intervals.peakConcurrency).toBeNull()
    expect(fits.usl?.noPeakBecause).not.toBeNull()
    const whole = fitCurves(SWEEP, { seed: 1 }).segmented
    expect(whole?.axes).toEqual({ x: 'rate', y: 'throughput' })
    expect(whole?.breakpoint).toBeCloseTo(CAPACITY, 4)
    expect(whole?.plateau).toBeCloseTo(CAPACITY, 4)
    expect(whole?.range).toEqual([100, 1300])
    expect(whole?.bicByBreaks).toHaveLength(2)
    expect(whole?.bic).toBe(Math.min(...(whole?.bicByBreaks ?? [])))
  })

  it('prefers one line where throughput follows the rate', () => {
    const { segmented } = fitCurves(upToCapacity, { seed: 1 })
    expect(segmented).toMatchObject({ breakpoint: null, interval: null, standardError: null, plateau: null })
    expect(segmented?.breakpoints).toEqual([])
    expect(segmented?.slopes).toHaveLength(1)
  })

  it('does not depend on the order of the points', () => {
    expect(fitCurves(SWEEP.toReversed(), { seed: 1 })).toEqual({
      ...fitCurves(SWEEP, { seed: 1 }),
      usl: expect.objectContaining({ reach: 2000 }),
    })
  })

  it('takes throughput over concurrency where there is nothing else, and gives the published peak', () => {
    const fits = fitCurves(
      SPECSDM91.map((point) => ({ ...NOTHING, ...point })),
      { seed: 1 },
    )
    expect(fits.kneedle).toMatchObject({
      axes: { x: 'concurrency', y: 'throughput' },
      curve: 'concave',
      x: 36,
    })
    expect(fits.segmented?.breakpoint).toBeCloseTo(40.160423, 5)
    expect(fits.segmented?.interval?.[0]).toBeLessThan(40.16)
    expect(fits.usl?.peakConcurrency).toBeCloseTo(96.51956, 4)
    expect(fits.usl?.peakThroughput).toBeCloseTo(1883.9, 1)
    expect(fits.usl?.noPeakBecause).toBeNull()
    expect(fits.usl?.intervals.peakThroughput?.[0]).toBeLessThan(1884)
    expect(fits.usl).toMatchObject({ reach: 216, points: 7 })
    expect(findsKnee(fits)).toBe(true)
  })

  it('takes response time over concurrency last: in a single queue it is a straight line', () => {
    const withoutRate = SWEEP.map((point) => ({ ...point, rate: null }))
    const both = fitCurves(withoutRate, { seed: 1 })
    expect(both.kneedle?.axes).toEqual({ x: 'concurrency', y: 'throughput' })
    expect(both.segmented?.axes).toEqual({ x: 'concurrency', y: 'throughput' })
    const withoutThroughput = withoutRate.slice(0, 12).map((point) => ({ ...point, throughput: null }))
    const { kneedle, notes } = fitCurves(withoutThroughput, { seed: 1 })
    expect(kneedle).toBeNull()
    expect(notes).toContainEqual(expect.stringContaining('latencyMs over concurrency'))
  })

  it('does not give a peak far beyond the data, and says where the fit would put it', () => {
    const points = SPECSDM91.slice(0, 3).concat({ concurrency: 50, throughput: 1700 })
    const { usl } = fitCurves(
      [...points, { concurrency: 8, throughput: 510 }].map((point) => ({ ...NOTHING, ...point })),
      { seed: 1 },
    )
    expect(usl?.peakConcurrency).not.toBeNull()
    const early = [1, 2, 4, 8, 12, 16].map((n) => ({
      ...NOTHING,
      concurrency: n,
      throughput: (100 * n) / (1 + 0.02 * (n - 1) + 0.0005 * n * (n - 1)),
    }))
    const extrapolated = fitCurves(early, { seed: 1 }).usl
    expect(extrapolated).toMatchObject({ peakConcurrency: null, peakThroughput: null })
    expect(extrapolated?.intervals).toMatchObject({ peakConcurrency: null, peakThroughput: null })
    expect(extrapolated?.noPeakBecause).toContain('44.3')
    expect(extrapolated?.noPeakBecause).toContain('end at 16.0')
  })

  it('has no intervals with four points, and no peak without a loss', () => {
    const four = fitCurves(
      RAYTRACER.slice(0, 4).map((point) => ({ ...NOTHING, ...point })),
      { seed: 1 },
    )
    expect(four.usl?.intervals).toEqual({
      alpha: null,
      beta: null,
      gamma: null,
      peakConcurrency: null,
      peakThroughput: null,
    })
    expect(four.segmented).toBeNull()
    const all = fitCurves(
      RAYTRACER.map((point) => ({ ...NOTHING, ...point })),
      { seed: 1 },
    )
    expect(all.usl?.noPeakBecause).toContain('no loss')
    expect(all.usl?.intervals.beta?.[0]).toBe(0)
  })

  it('averages points of the same rate for Kneedle, and leaves out what is not known', () => {
    const twice = [...upToCapacity, { ...queue(900), latencyMs: 12 }, { ...queue(900), latencyMs: null }]
    expect(fitCurves(twice, { seed: 1 }).kneedle).toMatchObject({ x: 900, y: 11, index: 8 })
  })

  it('leaves points with nothing in flight out of the law', () => {
    const idle = { ...NOTHING, concurrency: 0, throughput: 0 }
    const { usl } = fitCurves([idle, ...upToCapacity], { seed: 1 })
    expect(usl?.points).toBe(upToCapacity.length)
  })

  it('says why there is no fit', () => {
    const none = fitCurves([], { seed: 1 })
    expect(none).toMatchObject({ usl: null, kneedle: null, segmented: null })
    expect(none.notes).toEqual([
      expect.stringContaining('needs throughput at 3 different concurrencies, and there are 0'),
      expect.stringContaining('needs 3 points of different rate, and there are 0'),
      expect.stringContaining('need 5 points of different rate, and there are 0'),
    ])
    expect(findsKnee(none)).toBe(false)
    const dead = fitCurves(
      SWEEP.map((point) => ({ ...point, throughput: 0 })),
      { seed: 1 },
    )
    expect(dead.notes).toContainEqual(expect.stringContaining('throughput is 0'))
    expect(dead.segmented?.breakpoint).toBeNull()
    expect(dead.segmented?.bicByBreaks.every((bic) => Number.isFinite(bic))).toBe(true)
  })

  it('takes the shape that it is told, and says when the points look otherwise', () => {
    const fits = fitCurves(upToCapacity, { seed: 1, curve: 'concave' })
    expect(fits.kneedle).toBeNull()
    expect(fits.notes).toContainEqual(expect.stringContaining('looks convex and increasing'))
    expect(fits.notes).toContainEqual(expect.stringContaining('does not bend sharply enough'))
    expect(fitCurves(upToCapacity, { seed: 1, sensitivity: 50 }).kneedle).toBeNull()
  })

  it('refuses figures out of range', () => {
    for (const bad of [{ rate: -1 }, { latencyMs: NaN }, { throughput: Infinity }, { concurrency: -2 }]) {
      expect(() => fitCurves([...SWEEP, { ...queue(50), ...bad }], { seed: 1 })).toThrow(RangeError)
    }
    expect(() => fitCurves(SWEEP, { seed: 1, sensitivity: 0 })).toThrow(RangeError)
  })
})

describe('fitPlainCurve', () => {
  const falling = [100, 40, 20, 15, 10, 5, 4, 3, 2, 1].map((y, x) => ({ x, y }))

  it('guesses the shape', () => {
    const fits = fitPlainCurve(falling, { seed: 1 })
    expect(fits.kneedle).toMatchObject({
      axes: { x: 'x', y: 'y' },
      x: 2,
      curve: 'convex',
      direction: 'decreasing',
    })
    expect(fits.segmented?.plateau).toBeNull()
    expect(fits.usl).toBeNull()
    expect(fits.notes).toEqual([])
  })

  it('says when it cannot, and takes what it is told', () => {
    const level = falling.map(({ x }) => ({ x, y: 7 }))
    const fits = fitPlainCurve(level, { seed: 1 })
    expect(fits.kneedle).toBeNull()
    expect(fits.segmented?.breakpoint).toBeNull()
    expect(fits.notes).toEqual([expect.stringContaining('too straight or too level')])
    expect(findsKnee(fits)).toBe(false)
    const told = fitPlainCurve(level, { seed: 1, curve: 'convex', direction: 'increasing' })
    expect(told.notes).toEqual([expect.stringContaining('does not bend sharply enough')])
  })

  it('fits no segments where x is the same but for rounding', () => {
    const alike = [0, 1, 2, 3, 4, 5].map((step) => ({ x: 1e6 * (1 + step * Number.EPSILON), y: step }))
    const fits = fitPlainCurve(alike, { seed: 1 })
    expect(fits.segmented).toBeNull()
    expect(fits.notes).toContainEqual('No segments: x is the same at all points but for a billionth.')
  })

  it('warns of noise, and of weak evidence for a break', () => {
    const zigzag = [0, 5, 3, 8, 6, 9, 7, 12, 9, 11].map((y, x) => ({ x, y }))
    const { notes } = fitPlainCurve(zigzag, { seed: 1, curve: 'concave', direction: 'increasing' })
    expect(notes).toContainEqual(expect.stringContaining('turns 8 times over 10 points'))
    const bent = [0, 2.5, 3.6, 6.3, 7.9, 9.9, 11, 12.6].map((y, x) => ({ x, y }))
    const fits = fitPlainCurve(bent, { seed: 1 })
    const [line = NaN, segments = NaN] = fits.segmented?.bicByBreaks ?? []
    expect(line - segments).toBeGreaterThan(0)
    expect(line - segments).toBeLessThan(6)
    expect(fits.notes).toContainEqual(expect.stringContaining('evidence for 1 break in the segments is weak'))
  })
})
