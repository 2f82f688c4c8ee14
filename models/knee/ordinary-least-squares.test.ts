import { describe, expect, it } from 'vitest'
import { ordinaryLeastSquares } from './ordinary-least-squares.ts'

/** NIST StRD Longley (higher difficulty): employment, and six nearly collinear figures of the years 1947 to 1962. */
const LONGLEY = {
  y: [
    60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331,
    70551,
  ],
  xs: [
    [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
    [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704,
      502601, 518173, 554894,
    ],
    [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
    [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
    [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366,
      125368, 127852, 130081,
    ],
    Array.from({ length: 16 }, (_, i) => 1947 + i),
  ],
  coefficients: [
    -3482258.63459582, 15.0618722713733, -0.03581917929259, -2.02022980381683, -1.03322686717359,
    -0.0511041056535807, 1829.15146461355,
  ],
  standardErrors: [
    890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675,
    0.22607320006937, 455.478499142212,
  ],
  residualSumOfSquares: 836424.055505915,
}

describe('ordinaryLeastSquares', () => {
  it('reproduces the certified values of NIST Longley', () => {
    const ones = new Float64Array(16).fill(1)
    const fit = ordinaryLeastSquares(
      [ones, ...LONGLEY.xs.map((column) => Float64Array.from(column))],
      Float64Array.from(LONGLEY.y),
    )
    for (const [j, certified] of LONGLEY.coefficients.entries()) {
      expect((fit?.coefficients[j] ?? NaN) / certified).toBeCloseTo(1, 7)
    }
    expect((fit?.residualSumOfSquares ?? NaN) / LONGLEY.residualSumOfSquares).toBeCloseTo(1, 9)
    for (const [j, certified] of LONGLEY.standardErrors.entries()) {
      const variance = (fit?.inverse[j]?.[j] ?? NaN) * (LONGLEY.residualSumOfSquares / 9)
      expect(Math.sqrt(variance) / certified).toBeCloseTo(1, 7)
    }
  })

  it('has no answer for dependent columns, or fewer values than columns', () => {
    const column = Float64Array.of(1, 2, 3)
    expect(ordinaryLeastSquares([column, column.map((x) => 2 * x)], Float64Array.of(1, 1, 2))).toBeNull()
    expect(ordinaryLeastSquares([new Float64Array(3)], column)).toBeNull()
    expect(ordinaryLeastSquares([Float64Array.of(1), Float64Array.of(2)], Float64Array.of(3))).toBeNull()
  })

  it('passes through the points where there are as many as columns', () => {
    const fit = ordinaryLeastSquares([Float64Array.of(1, 1), Float64Array.of(2, 6)], Float64Array.of(5, 7))
    expect(fit?.coefficients[0]).toBeCloseTo(4, 12)
    expect(fit?.coefficients[1]).toBeCloseTo(0.5, 12)
    expect(fit?.residualSumOfSquares).toBeCloseTo(0, 20)
  })
})
