import * as fc from 'fast-check'
import { it } from 'vitest'
import { studentTCdf, studentTQuantile } from './student-t.ts'

const degreesOfFreedom = fc.double({ min: 0.5, max: 500, noNaN: true })

it('quantile undoes cdf', () => {
  fc.assert(
    fc.property(fc.double({ min: -20, max: 20, noNaN: true }), degreesOfFreedom, (t, df) => {
      const lower = studentTCdf(-Math.abs(t), df)
      const back = -studentTQuantile(lower, df)
      return Math.abs(back - Math.abs(t)) <= 1e-7 * (1 + Math.abs(t))
    }),
  )
})

it('cdf rises with t and is symmetric about 0', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      degreesOfFreedom,
      (t, step, df) =>
        studentTCdf(t + step, df) >= studentTCdf(t, df) - 1e-13 &&
        Math.abs(studentTCdf(t, df) + studentTCdf(-t, df) - 1) < 1e-13,
    ),
  )
})
