import { describe, expect, test } from 'vitest'
import { nextCrossoverRate } from './crossover-rates.ts'
import type { DialPoint } from './dial-floor.ts'

const range = { lowestRate: 1, highestRate: 1000, narrowRatio: 1.2 }

/** Tries rates until there is nothing more to try. */
function tried(dials: (rate: number) => number, first: number, within = range): number[] {
  const points: DialPoint[] = []
  const rates: number[] = []
  for (let rate: number | null = first; rate !== null; rate = nextCrossoverRate(points, within)) {
    rates.push(rate)
    points.push({ rate, dialsPerSecond: dials(rate), standardError: 0.001 })
    points.sort((a, b) => a.rate - b.rate)
    expect(rates.length).toBeLessThan(40)
  }
  return rates
}

describe('nextCrossoverRate', () => {
  test('goes up in octaves, then halves the step in which dials departed', () => {
    expect(tried((rate) => (rate > 100 ? rate : 0), 10)).toEqual([10, 20, 40, 80, 160, 113.1, 95.12])
  })

  test('goes down to a floor when it began above it', () => {
    const rates = tried((rate) => Math.max(0, rate - 15), 80)
    expect(rates.slice(0, 4)).toEqual([80, 40, 20, 10])
    expect(rates.at(-1)).toBeGreaterThan(14)
  })

  test('goes no further down where dials become more', () => {
    const rates = tried((rate) => rate * Math.exp(-rate / 20), 40)
    expect(Math.min(...rates)).toBe(20)
  })

  test('keeps to its range', () => {
    expect(tried(() => 0, 300)).toEqual([300, 600, 1000])
    expect(tried((rate) => rate, 8)).toEqual([8, 4, 2, 1])
  })
})
