import { expect, it } from 'vitest'
import { isKnownQuantile } from './known-quantile.ts'

it.each([
  [0.5, 5],
  [0.9, 29],
  [0.95, 59],
  [0.99, 299],
  [0.999, 2995],
])('knows the %s quantile of %i values, and not of one less', (quantile, least) => {
  expect([isKnownQuantile(quantile, least), isKnownQuantile(quantile, least - 1)]).toEqual([true, false])
})
