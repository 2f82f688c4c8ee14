import { describe, expect, it } from 'vitest'
import { fitSegmented } from './segmented.ts'

const saturating = (rates: readonly number[], capacity: number) =>
  rates.map((x) => ({ x, y: Math.min(x, capacity) }))

describe('fitSegmented', () => {
  it('finds the plateau of a server that serves all up to its capacity', () => {
    const fit = fitSegmented(saturating([100, 200, 300, 400, 500, 600, 700, 800], 470))
    expect(fit.breakpoint).toBeCloseTo(470, 5)
    expect(fit.plateau).toBeCloseTo(470, 5)
    expect(fit.slopeBefore).toBeCloseTo(1, 8)
    expect(fit.slopeAfter).toBeCloseTo(0, 7)
    expect(fit.better).toBe('segments')
  })

  it('finds the breakpoint of a curve that falls after its peak, in any order and with repeats', () => {
    const points = [9, 1, 5, 3, 7, 3, 11].map((x) => ({ x, y: x <= 6 ? 2 * x : 12 - 0.5 * (x - 6) }))
    const fit = fitSegmented(points)
    expect(fit.breakpoint).toBeCloseTo(6, 6)
    expect(fit.slopeBefore).toBeCloseTo(2, 6)
    expect(fit.slopeAfter).toBeCloseTo(-0.5, 6)
    expect(fit.plateau).toBeCloseTo(12, 6)
  })

  // Measured throughput over load, from the R package usl; the fits by NumPy 2.4 lstsq over a fine grid of ψ.
  it.each([
    {
      name: 'raytracer',
      xs: [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64],
      ys: [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310],
      expected: {
        breakpoint: 12.876333,
        before: 13.447273,
        after: 2.5359008,
        plateau: 188.606106,
        bic: 59.107216,
      },
      line: { slope: 4.092932, intercept: 93.283316, bic: 83.122387 },
    },
    {
      name: 'specsdm91',
      xs: [1, 18, 36, 72, 108, 144, 216],
      ys: [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775, 1702.2],
      expected: {
        breakpoint: 40.160423,
        before: 45.270131,
        after: -1.0827777,
        plateau: 1892.515183,
        bic: 62.428015,
      },
      line: { slope: 5.45660602, intercept: 946.545631, bic: 90.178401 },
    },
  ])('agrees with an independent least-squares fit of $name', ({ xs, ys, expected, line }) => {
    const fit = fitSegmented(xs.map((x, i) => ({ x, y: ys[i] ?? NaN })))
    expect(fit.breakpoint).toBeCloseTo(expected.breakpoint, 5)
    expect(fit.slopeBefore).toBeCloseTo(expected.before, 5)
    expect(fit.slopeAfter).toBeCloseTo(expected.after, 5)
    expect(fit.plateau).toBeCloseTo(expected.plateau, 4)
    expect(fit.bic).toBeCloseTo(expected.bic, 5)
    expect(fit.line.slope).toBeCloseTo(line.slope, 5)
    expect(fit.line.intercept).toBeCloseTo(line.intercept, 5)
    expect(fit.line.bic).toBeCloseTo(line.bic, 5)
    expect(fit.better).toBe('segments')
  })

  it('prefers one line where there is no break', () => {
    const fit = fitSegmented([1, 2, 3, 4, 5, 6].map((x) => ({ x, y: 3 + 2 * x })))
    expect(fit.better).toBe('line')
    expect(fit.line.slope).toBeCloseTo(2, 12)
    expect(fit.line.intercept).toBeCloseTo(3, 12)
    expect(fitSegmented([1, 2, 3, 4, 5].map((x) => ({ x, y: 0 }))).better).toBe('line')
  })

  it('refuses too few different x and numbers that are not finite', () => {
    expect(() => fitSegmented([1, 2, 3, 4, 4].map((x) => ({ x, y: x })))).toThrow(RangeError)
    expect(() => fitSegmented([1, 2, 3, 4, NaN].map((x) => ({ x, y: 1 })))).toThrow(RangeError)
  })
})
