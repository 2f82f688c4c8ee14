import { expect, it } from 'vitest'
import { RandomStream } from '../../../models/random/random-stream.ts'
import { studentTOf3 } from './student-t-of-3.ts'

// Tables of Student's t with 3 degrees of freedom: 0.765 at 75 %, 2.353 at 95 %, 5.841 at 99.5 %; its variance is 3.
it.each([
  [0.5, 0.765],
  [0.9, 2.353],
  [0.99, 5.841],
])('is within %f of the time as far as the tables say', (share, quantile) => {
  const random = new RandomStream(1, 'student-t-of-3')
  const draws = Array.from({ length: 40_000 }, () => Math.abs(studentTOf3(random)))
  const within = draws.filter((draw) => draw <= quantile / Math.sqrt(3)).length / draws.length
  expect(within).toBeCloseTo(share, 2)
})
