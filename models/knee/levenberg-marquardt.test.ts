import { describe, expect, it } from 'vitest'
import { levenbergMarquardt } from './levenberg-marquardt.ts'

const line = (x: number, [slope = NaN, intercept = NaN]: readonly number[]): number => slope * x + intercept

/** Anscombe's first data set (1973): slope 0.50009, intercept 3.00009, s.e. 0.11791 and 1.12475, RSS 13.76269. */
const ANSCOMBE = [
  [10, 8.04],
  [8, 6.95],
  [13, 7.58],
  [9, 8.81],
  [11, 8.33],
  [14, 9.96],
  [6, 7.24],
  [4, 4.26],
  [12, 10.84],
  [7, 4.82],
  [5, 5.68],
].map(([x = NaN, y = NaN]) => ({ x, y }))

/** NIST StRD Misra1a (lower difficulty): y = b1 (1 − exp(−b2 x)). */
const MISRA1A = [
  [77.6, 10.07],
  [114.9, 14.73],
  [141.1, 17.94],
  [190.8, 23.93],
  [239.9, 29.61],
  [289, 35.18],
  [332.8, 40.02],
  [378.4, 44.82],
  [434.8, 50.76],
  [477.3, 55.05],
  [536.8, 61.01],
  [593.1, 66.4],
  [689.1, 75.47],
  [760, 81.78],
].map(([x = NaN, y = NaN]) => ({ x, y }))

const misra1a = (x: number, [b1 = NaN, b2 = NaN]: readonly number[]): number => b1 * (1 - Math.exp(-b2 * x))

describe('levenbergMarquardt', () => {
  it.each([
    ['first', [500, 0.0001]],
    ['second', [250, 0.0005]],
  ])('reproduces the certified values of NIST Misra1a from the %s start', (_name, start) => {
    const fit = levenbergMarquardt({ points: MISRA1A, model: misra1a, start })
    expect(fit.converged).toBe(true)
    expect((fit.parameters[0] ?? NaN) / 2.3894212918e2).toBeCloseTo(1, 6)
    expect((fit.parameters[1] ?? NaN) / 5.5015643181e-4).toBeCloseTo(1, 6)
    expect((fit.standardErrors[0] ?? NaN) / 2.707007524).toBeCloseTo(1, 5)
    expect((fit.standardErrors[1] ?? NaN) / 7.2668688433e-6).toBeCloseTo(1, 5)
    expect(fit.residualSumOfSquares).toBeCloseTo(0.12455138894, 9)
  })

  it('gives the same with an analytic Jacobian', () => {
    const numeric = levenbergMarquardt({ points: MISRA1A, model: misra1a, start: [250, 0.0005] })
    const analytic = levenbergMarquardt({
      points: MISRA1A,
      model: misra1a,
      jacobian: (x, [b1 = NaN, b2 = NaN]) => [1 - Math.exp(-b2 * x), b1 * x * Math.exp(-b2 * x)],
      start: [250, 0.0005],
    })
    for (const j of [0, 1]) {
      expect((numeric.parameters[j] ?? NaN) / (analytic.parameters[j] ?? NaN)).toBeCloseTo(1, 7)
    }
  })

  it('is linear regression for a line', () => {
    const fit = levenbergMarquardt({ points: ANSCOMBE, model: line, start: [0, 0] })
    expect(fit.parameters[0]).toBeCloseTo(0.50009, 5)
    expect(fit.parameters[1]).toBeCloseTo(3.00009, 5)
    expect(fit.standardErrors[0] ?? NaN).toBeCloseTo(0.11791, 5)
    expect(fit.standardErrors[1] ?? NaN).toBeCloseTo(1.12475, 5)
    expect(fit.residualSumOfSquares).toBeCloseTo(13.76269, 5)
  })

  it('holds a parameter at a bound that the minimum lies beyond, and fits the others', () => {
    const fit = levenbergMarquardt({
      points: ANSCOMBE,
      model: line,
      start: [1, 4],
      lower: [0, 4],
      upper: [1, 9],
    })
    expect(fit.parameters[1]).toBe(4)
    // Least squares through (0, 4): Σ x (y − 4) / Σ x²
    const xy = ANSCOMBE.reduce((sum, { x, y }) => sum + x * (y - 4), 0)
    const xx = ANSCOMBE.reduce((sum, { x }) => sum + x * x, 0)
    expect(fit.parameters[0]).toBeCloseTo(xy / xx, 9)
    expect(fit.standardErrors[1]).toBeNull()
    expect(fit.standardErrors[0]).toBeGreaterThan(0)
    expect(fit.converged).toBe(true)
  })

  it('leaves a bound again when the minimum is inside', () => {
    const fit = levenbergMarquardt({
      points: ANSCOMBE,
      model: line,
      start: [0, 9],
      lower: [0, 0],
      upper: [1, 9],
    })
    expect(fit.parameters[0]).toBeCloseTo(0.50009, 5)
    expect(fit.parameters[1]).toBeCloseTo(3.00009, 5)
  })

  it('has no standard errors without degrees of freedom or with parameters that cannot be told apart', () => {
    const two = levenbergMarquardt({ points: ANSCOMBE.slice(0, 2), model: line, start: [0, 0] })
    expect(two.standardErrors).toEqual([null, null])
    const sum = levenbergMarquardt({
      points: ANSCOMBE,
      model: (x, [a = NaN, b = NaN]) => (a + b) * x,
      start: [0, 0],
    })
    expect(sum.standardErrors).toEqual([null, null])
  })

  it('says so when it has not converged', () => {
    const fit = levenbergMarquardt({
      points: MISRA1A,
      model: misra1a,
      start: [500, 0.0001],
      maxIterations: 1,
    })
    expect(fit).toMatchObject({ converged: false, iterations: 1 })
  })

  it('refuses problems that it cannot solve', () => {
    const model = line
    expect(() => levenbergMarquardt({ points: [{ x: 1, y: 1 }], model, start: [0, 0] })).toThrow(RangeError)
    expect(() => levenbergMarquardt({ points: ANSCOMBE, model, start: [] })).toThrow(RangeError)
    expect(() => levenbergMarquardt({ points: ANSCOMBE, model, start: [0, NaN] })).toThrow(RangeError)
    expect(() => levenbergMarquardt({ points: ANSCOMBE, model: () => NaN, start: [0, 0] })).toThrow(
      RangeError,
    )
    expect(() => levenbergMarquardt({ points: ANSCOMBE, model, start: [0, 0], lower: [0] })).toThrow(
      RangeError,
    )
    expect(() =>
      levenbergMarquardt({ points: ANSCOMBE, model, start: [0, 0], lower: [1, 0], upper: [0, 0] }),
    ).toThrow(RangeError)
    expect(() => levenbergMarquardt({ points: ANSCOMBE, model, start: [0, 0], maxIterations: 0 })).toThrow(
      RangeError,
    )
  })
})
