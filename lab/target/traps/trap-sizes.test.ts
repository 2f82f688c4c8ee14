import { describe, expect, it } from 'vitest'
import { createSizes } from './trap-sizes.ts'

function sizesOf(seed: number): number[] {
  const size = createSizes(seed)
  return Array.from({ length: 2000 }, () => size(100))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('createSizes', () => {
  it('has the same sizes for a seed, ± 50 % about its own mean', () => {
    const sizes = sizesOf(3)
    expect(sizesOf(3)).toEqual(sizes)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.floor(0.5 * mean(sizes)) - 2)
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeCloseTo(3, 0)
  })

  it('has means of half of what is typical to twice as much by the seed', () => {
    const means = Array.from({ length: 20 }, (_, seed) => mean(sizesOf(seed)))
    expect(Math.min(...means)).toBeGreaterThan(48)
    expect(Math.min(...means)).toBeLessThan(80)
    expect(Math.max(...means)).toBeLessThan(205)
    expect(Math.max(...means)).toBeGreaterThan(150)
  })

  it('is never 0', () => {
    const size = createSizes(1)
    expect(Array.from({ length: 100 }, () => size(0.1))).toEqual(Array.from({ length: 100 }, () => 1))
  })
})
