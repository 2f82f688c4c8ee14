import { describe, expect, it } from 'vitest'
import { numpyNormals } from './numpy-normal.fixture.ts'
import { bayesianCriterion, chooseSegments, fitSegments } from './segments.ts'

const WIDTH = 20
const COUNT = 200

/** The example of the Python package piecewise-regression (its README): `np.random.seed(0)`, one break at 7. */
const EXAMPLE = numpyNormals(0, COUNT).map((error, i) => {
  const x = (WIDTH * i) / (COUNT - 1)
  return { x, y: 100 - 4 * x + 2 * Math.max(0, x - 7) + error }
})
const FITS = fitSegments(EXAMPLE, { seed: 1 })

describe('numpyNormals', () => {
  it('gives what NumPy gives', () => {
    const published = [1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458]
    for (const [i, value] of numpyNormals(0, 4).entries()) expect(value).toBeCloseTo(published[i] ?? NaN, 14)
  })
})

describe('fitSegments', () => {
  it('reproduces the published fit with one break, and its standard errors', () => {
    const fit = chooseSegments(FITS)
    expect(fit.breakpoints).toHaveLength(1)
    expect(fit.intercept).toBeCloseTo(100.726, 3)
    expect(fit.slopes[0]?.slope).toBeCloseTo(-4.21998, 5)
    expect(fit.slopes[1]?.slope).toBeCloseTo(-2.03084, 5)
    expect(fit.slopeChanges[0]?.slope).toBeCloseTo(2.18914, 5)
    expect(fit.residualSumOfSquares).toBeCloseTo(193.264, 3)
    expect(fit.breakpoints[0]?.x).toBeCloseTo(6.48706, 5)
    expect(fit.breakpoints[0]?.interval?.[0]).toBeCloseTo(6.2168, 4)
    expect(fit.breakpoints[0]?.interval?.[1]).toBeCloseTo(6.7573, 4)
    // Half the published 95 % intervals over Student's t with 196 degrees of freedom, 1.972141.
    expect(fit.interceptStandardError).toBeCloseTo((101.21 - 100.25) / 2 / 1.972141, 2)
    expect(fit.slopes[0]?.standardError).toBeCloseTo((4.3488 - 4.0912) / 2 / 1.972141, 4)
    expect(fit.slopeChanges[0]?.standardError).toBeCloseTo((2.325 - 2.0533) / 2 / 1.972141, 4)
  })

  it('reproduces the published criterion for no break and one, and finds better fits with more', () => {
    expect(FITS).toHaveLength(5)
    expect(FITS[0]?.bic).toBeCloseTo(421.09, 2)
    expect(FITS[1]?.bic).toBeCloseTo(14.342, 3)
    // Published are 22.825, 24.169 and 29.374, which are local minima. Below: NumPy 2.4 lstsq at the breaks found here.
    expect(FITS[2]?.bic).toBeCloseTo(15.465876, 6)
    expect(FITS[3]?.bic).toBeCloseTo(19.716904, 6)
    expect(FITS[4]?.bic).toBeCloseTo(28.166973, 6)
  })

  it('gives the same fit for the same seed, in any order of the points', () => {
    expect(fitSegments(EXAMPLE.toReversed(), { seed: 1 })).toEqual(FITS)
  })

  it('finds several breaks without noise, and prefers them', () => {
    const points = Array.from({ length: 60 }, (_, i) => ({
      x: i,
      y: 3 + 2 * i - 1.5 * Math.max(0, i - 17.3) + 4 * Math.max(0, i - 41.8),
    }))
    const fit = chooseSegments(fitSegments(points, { seed: 1 }))
    expect(fit.breakpoints.map(({ x }) => x)).toEqual([expect.closeTo(17.3, 6), expect.closeTo(41.8, 6)])
    expect(fit.slopes.map(({ slope }) => slope)).toEqual([
      expect.closeTo(2, 8),
      expect.closeTo(0.5, 8),
      expect.closeTo(4.5, 8),
    ])
    expect(fit.intercept).toBeCloseTo(3, 6)
    expect(fit.breakpoints[0]?.y).toBeCloseTo(3 + 2 * 17.3, 6)
  })

  it('tries as many breaks as the points allow', () => {
    const line = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: 2 * x + (x % 3) }))
    expect(fitSegments(line(4), { seed: 1 })).toHaveLength(1)
    expect(fitSegments(line(5), { seed: 1 })).toHaveLength(2)
    expect(fitSegments(line(19), { seed: 1 })).toHaveLength(2)
    expect(fitSegments(line(20), { seed: 1 })).toHaveLength(3)
    expect(fitSegments(line(20), { seed: 1, maxBreaks: 1 })).toHaveLength(2)
  })

  it('has no standard errors without degrees of freedom', () => {
    const [line] = fitSegments(
      [
        { x: 1, y: 2 },
        { x: 3, y: 8 },
      ],
      { seed: 1 },
    )
    expect(line?.slopes[0]?.slope).toBeCloseTo(3, 12)
    expect(line?.slopes[0]?.standardError).toBeNull()
    expect(line?.interceptStandardError).toBeNull()
  })

  it('refuses what cannot be fitted', () => {
    const at = (...xs: number[]) => xs.map((x) => ({ x, y: 1 }))
    expect(() => fitSegments(at(1, 1), { seed: 1 })).toThrow(RangeError)
    expect(() => fitSegments(at(1, 1 + 1e-12, 1 + 2e-12), { seed: 1 })).toThrow(RangeError)
    expect(() => fitSegments([], { seed: 1 })).toThrow(RangeError)
    expect(() => fitSegments(at(1, 2, NaN), { seed: 1 })).toThrow(RangeError)
    expect(() => fitSegments(at(1, 2, 3), { seed: 1, maxBreaks: -1 })).toThrow(RangeError)
    expect(() => fitSegments(at(1, 2, 3), { seed: 1, restarts: 0.5 })).toThrow(RangeError)
  })
})

describe('bayesianCriterion', () => {
  it('gives the published figure for one break: 4 parameters', () => {
    expect(bayesianCriterion(193.264, COUNT, 4)).toBeCloseTo(14.342, 2)
  })
})
