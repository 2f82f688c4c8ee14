import { describe, expect, it } from 'vitest'
import { studentTCdf, studentTQuantile } from './student-t.ts'

// Percentage points of the t distribution, to more digits than printed tables give (SciPy 1.17, stats.t.ppf).
const PROBABILITIES = [0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9995]
const TABLE: ReadonlyArray<readonly [degreesOfFreedom: number, quantiles: readonly number[]]> = [
  [1, [1, 3.0776835372, 6.3137515147, 12.7062047362, 31.8205159538, 63.6567411629, 636.6192487688]],
  [2, [0.8164965809, 1.8856180832, 2.9199855804, 4.3026527297, 6.9645567343, 9.9248432009, 31.5990545764]],
  [3, [0.7648923284, 1.6377443537, 2.3533634348, 3.1824463053, 4.5407028586, 5.8409093097, 12.9239786367]],
  [6, [0.7175581965, 1.4397557473, 1.9431802805, 2.4469118511, 3.1426684033, 3.7074280213, 5.9588161788]],
  [10, [0.6998120613, 1.3721836411, 1.8124611228, 2.228138852, 2.7637694581, 3.1692726726, 4.5868938587]],
  [13, [0.6938293042, 1.3501712888, 1.770933396, 2.1603686565, 2.6503088379, 3.0122758387, 4.2208317277]],
  [30, [0.6827556933, 1.3104150254, 1.6972608866, 2.0422724563, 2.4572615424, 2.7499956536, 3.645958635]],
  [120, [0.6765397249, 1.2886462337, 1.6576508994, 1.9799304051, 2.3578246126, 2.6174211451, 3.3734537686]],
  [2.5, [0.785013683, 1.7302509288, 2.5582186141, 3.574654842, 5.353111373, 7.1637281389, 18.2778935281]],
]

describe('studentTQuantile', () => {
  for (const [degreesOfFreedom, quantiles] of TABLE) {
    it(`gives the table values for ${degreesOfFreedom} degrees of freedom`, () => {
      for (const [i, expected] of quantiles.entries()) {
        const quantile = studentTQuantile(PROBABILITIES[i] ?? NaN, degreesOfFreedom)
        expect(Math.abs(quantile - expected)).toBeLessThan(1e-6)
      }
    })
  }

  it('is symmetric and reaches the ends', () => {
    expect(studentTQuantile(0.025, 6)).toBeCloseTo(-2.4469118511, 9)
    expect(studentTQuantile(0.5, 6)).toBe(0)
    expect(studentTQuantile(0, 6)).toBe(-Infinity)
    expect(studentTQuantile(1, 6)).toBe(Infinity)
  })

  it('approaches the normal quantile', () => {
    expect(studentTQuantile(0.975, 1e7)).toBeCloseTo(1.959963984540054, 6)
  })

  it('refuses what is not a probability or not a number of degrees of freedom', () => {
    expect(() => studentTQuantile(1.1, 6)).toThrow(RangeError)
    expect(() => studentTQuantile(NaN, 6)).toThrow(RangeError)
    expect(() => studentTQuantile(0.9, 0)).toThrow(RangeError)
    expect(() => studentTQuantile(0.9, Infinity)).toThrow(RangeError)
  })
})

describe('studentTCdf', () => {
  it('equals the closed forms for 1, 2 and 4 degrees of freedom', () => {
    for (const t of [-40, -3, -0.2, 0, 1e-9, 0.5, 1, 7.5]) {
      expect(studentTCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13)
      expect(studentTCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 13)
      const s = t / Math.sqrt(4 + t * t)
      expect(studentTCdf(t, 4)).toBeCloseTo(0.5 + (3 * s - s ** 3) / 4, 13)
    }
  })

  it('keeps relative precision far out in the lower tail', () => {
    expect(studentTCdf(-40, 13) / 2.6799418842576594e-15).toBeCloseTo(1, 9)
    expect(studentTCdf(-12, 3) / 0.0006225079003946681).toBeCloseTo(1, 11)
    expect(studentTCdf(-0.02, 1000)).toBeCloseTo(0.4920236811435557, 11)
  })

  it('reaches the ends and refuses NaN', () => {
    expect(studentTCdf(Infinity, 3)).toBe(1)
    expect(studentTCdf(-Infinity, 3)).toBe(0)
    expect(() => studentTCdf(NaN, 3)).toThrow(RangeError)
    expect(() => studentTCdf(1, -1)).toThrow(RangeError)
  })
})
