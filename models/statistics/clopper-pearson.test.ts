import { describe, expect, it } from 'vitest'
import { clopperPearson } from './clopper-pearson.ts'

// SciPy 1.17, stats.binomtest(…).proportion_ci(…, 'exact').
const TABLE = [
  [3, 70, 0.95, 0.008926904077660726, 0.12017860532658642],
  [0, 70, 0.95, 0, 0.05133379715102378],
  [10, 100, 0.95, 0.04900468922148595, 0.17622259774017532],
  [1, 10, 0.99, 0.0005011285754612697, 0.5442870568996879],
  [2, 5, 0.9, 0.0764403914123292, 0.8107446225622301],
] as const

describe('clopperPearson', () => {
  for (const [successes, trials, level, low, high] of TABLE) {
    it(`gives the interval for ${successes} of ${trials} at ${level}`, () => {
      const interval = clopperPearson(successes, trials, level)
      expect(interval.low).toBeCloseTo(low, 11)
      expect(interval.high).toBeCloseTo(high, 11)
    })
  }

  it('knows nothing without trials', () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 })
  })

  it('has a closed form where all or none succeed', () => {
    expect(clopperPearson(0, 12).high).toBeCloseTo(1 - 0.025 ** (1 / 12), 12)
    expect(clopperPearson(12, 12)).toEqual({ low: 1 - clopperPearson(0, 12).high, high: 1 })
  })

  it('refuses counts that are none', () => {
    expect(() => clopperPearson(3, 2)).toThrow('successes must be a whole number in 0…2, got 3')
    expect(() => clopperPearson(-1, 2)).toThrow(RangeError)
    expect(() => clopperPearson(0, 1.5)).toThrow(RangeError)
    expect(() => clopperPearson(1, 2, 1)).toThrow(RangeError)
  })
})
