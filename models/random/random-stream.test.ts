import { describe, expect, it } from 'vitest'
import { RandomStream } from './random-stream.ts'

function take(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next)
}

function floats(count: number, seed: number, purpose: string, index = 0): number[] {
  const stream = new RandomStream(seed, purpose, index)
  return take(count, () => stream.float())
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const covariance = mean(a.map((x, i) => (x - meanA) * ((b[i] ?? 0) - meanB)))
  return covariance / Math.sqrt(mean(a.map((x) => (x - meanA) ** 2)) * mean(b.map((x) => (x - meanB) ** 2)))
}

describe('RandomStream', () => {
  it('gives these very numbers', () => {
    const stream = new RandomStream(42, 'arrivals', 7)
    expect(take(4, () => stream.int32())).toEqual([-2094138417, -860051946, 741301548, 18159029])
    expect(floats(3, 42, 'arrivals', 7)).toEqual([
      0.5124204128943912, 0.17259770638090333, 0.2742332630598837,
    ])
  })

  it('starts differently for neighbouring seeds, indices and for other purposes', () => {
    const starts = new Set<number>()
    for (let seed = 0; seed < 1000; seed++) starts.add(new RandomStream(seed, 'arrivals').float())
    for (let index = 1; index < 1000; index++) starts.add(new RandomStream(0, 'arrivals', index).float())
    for (const purpose of ['', 'a', 'b', 'arrival', 'requests'])
      starts.add(new RandomStream(0, purpose).float())
    expect(starts.size).toBe(1000 + 999 + 5)
  })

  it('spreads the first numbers of neighbouring seeds and indices evenly', () => {
    // 10 000 uniform numbers: the mean has a standard error of 0.0029, their variance one of 0.00075.
    const firsts = [
      take(10_000, () => 0).map((_, seed) => new RandomStream(seed, 'arrivals').float()),
      take(10_000, () => 0).map((_, index) => new RandomStream(1, 'arrivals', index).float()),
    ]
    for (const values of firsts) {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.012)
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003)
    }
  })

  it('does not correlate streams of other purposes, neighbouring seeds or indices', () => {
    // The correlation of 100 000 independent pairs has a standard deviation of 0.0032.
    const reference = floats(100_000, 1, 'arrivals')
    const others = [
      floats(100_000, 1, 'requests'),
      floats(100_000, 2, 'arrivals'),
      floats(100_000, 1, 'arrivals', 1),
      floats(100_001, 1, 'arrivals').slice(1),
    ]
    for (const other of others) expect(Math.abs(correlation(reference, other))).toBeLessThan(0.013)
  })

  it('does not share a minute between two seeds, as one 32-bit mix of seed and index would', () => {
    const starts = new Set<number>()
    for (let seed = 0; seed < 20; seed++) {
      for (let minute = 0; minute < 10_080; minute++) starts.add(new RandomStream(seed, 'm', minute).float())
    }
    expect(starts.size).toBe(20 * 10_080)
  })

  it('stays within its ranges and reaches all of them', () => {
    const stream = new RandomStream(3, 'ranges')
    const counts = Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) {
      const face = stream.below(6)
      counts[face] = (counts[face] ?? NaN) + 1
      const float = stream.float()
      expect(float >= 0 && float < 1).toBe(true)
    }
    // Each count has a standard deviation of 91.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
    expect(take(100, () => stream.below(1))).toEqual(Array<number>(100).fill(0))
  })
})
