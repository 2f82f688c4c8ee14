import { expect, it } from 'vitest'
import { quantileRank } from './quantile-rank.ts'

it.each([
  [0.5, 3, 2],
  [0.99, 100, 99],
  [0.99, 101, 100],
  [1, 7, 7],
  [0, 5, 1],
  [0.001, 5, 1],
  // 0.07 × 100 is 7.000000000000001 in floating point.
  [0.07, 100, 7],
  [0.29, 100, 29],
  [0.328, 375, 123],
])('the %d quantile of %i samples is at rank %i', (quantile, samples, rank) => {
  expect(quantileRank(quantile, samples)).toBe(rank)
})
