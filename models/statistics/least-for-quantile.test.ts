import { expect, it } from 'vitest'
import { leastForQuantile, withoutGuess } from './least-for-quantile.ts'

const effect = { before: 2, after: 3, change: 0.5, low: 0.1, high: 0.9, margin: 0.2, pValue: 0.01 }

it.each([
  ['p50', 0.5],
  ['p99', 0.99],
] as const)('%s takes the fewest values that hold it between them in 95 of 100 cases', (name, q) => {
  const held = (n: number) => 1 - q ** n - (1 - q) ** n
  expect(held(leastForQuantile[name])).toBeGreaterThanOrEqual(0.95)
  expect(held(leastForQuantile[name] - 1)).toBeLessThan(0.95)
})

it('takes the interval of fewer away, and leaves the values', () => {
  expect(withoutGuess(effect, 'p99', 299)).toBe(effect)
  expect(withoutGuess(effect, 'p99', 298)).toEqual({
    before: 2,
    after: 3,
    change: 0.5,
    low: null,
    high: null,
    margin: null,
    pValue: null,
  })
})
