import { describe, expect, it } from 'vitest'
import { eDivisive } from './e-divisive.ts'

const constant = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

const TWO_STEPS = [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149, 149.7, 149.5, 149.1, 148.8, 150]
const DROP_IN_20 = [
  1.02, 0.95, 0.99, 1, 1.12, 1, 1.01, 0.98, 1.01, 0.96, 0.5, 0.51, 0.48, 0.48, 0.55, 0.5, 0.49, 0.51, 0.5,
  0.49,
]

// Series and change points published with MongoDB's signal processing library and with Otava (formerly Hunter).
const PUBLISHED = [
  { what: 'a step between constants', values: [...constant(1000, 0), ...constant(1000, 1)], indices: [1000] },
  {
    what: 'a step with a value half way',
    values: [...constant(14, 50), 74, ...constant(15, 100)],
    indices: [15],
  },
  { what: 'two steps in 14 values', values: TWO_STEPS, indices: [5, 8] },
  {
    what: 'a drop by half in 11 values',
    values: [1.02, 0.95, 0.99, 1, 1.12, 0.9, 0.5, 0.51, 0.48, 0.48, 0.55],
    indices: [6],
  },
  {
    what: 'a drop by a tenth in 11 values',
    values: [2.02, 2.03, 2.01, 2.04, 1.82, 1.85, 1.79, 1.81, 1.8, 1.76, 1.78],
    indices: [4],
  },
  {
    what: 'three steps between constants',
    values: [...constant(5, 1), ...constant(8, 5), ...constant(8, 9), ...constant(9, 3)],
    indices: [5, 13, 21],
  },
]

describe('eDivisive', () => {
  for (const { what, values, indices } of PUBLISHED) {
    it(`finds ${what}`, () => {
      expect(eDivisive(values, { maxPValue: 0.001 }).map(({ index }) => index)).toEqual(indices)
    })
  }

  it('finds a drop in 20 values at p ≤ 1e-4, as published', () => {
    const points = eDivisive(DROP_IN_20, { maxPValue: 1e-4 })
    expect(points.map(({ index }) => index)).toEqual([10])
    expect(points[0]?.size).toBeCloseTo(0.501 - 1.004, 12)
  })

  it('finds an old change and a new one where neighbours resemble one another', () => {
    const wobble = (i: number): number => [0.1, -0.3, 0.2, 0.3, -0.2, -0.1][i % 6] ?? 0
    const values = Array.from({ length: 45 }, (_, i) => (i < 15 ? 10 : i < 36 ? 4 : 7) + wobble(i))
    const points = eDivisive(values, { maxPValue: 1e-4, minSegment: 3, dependence: 'correlated' })
    expect(points.map(({ index }) => index)).toEqual([15, 36])
  })

  it('drops change points that their neighbours do not bear out', () => {
    // Split at 2, 7 and 5; but the mean of 6, 6 does not differ from that of 7, 7, 7 and 2, 3, 5 by p ≤ 0.01.
    const values = [0, 0, 7, 7, 7, 6, 6, 2, 3, 5]
    expect(eDivisive(values, { maxPValue: 0.01 }).map(({ index }) => index)).toEqual([2])
  })

  it('finds nothing where there is nothing', () => {
    expect(eDivisive([], { maxPValue: 0.05 })).toEqual([])
    expect(eDivisive([1, 2], { maxPValue: 1 })).toEqual([])
    expect(eDivisive(constant(50, 3), { maxPValue: 0.05 })).toEqual([])
  })

  it('refuses options and values out of range', () => {
    expect(() => eDivisive([1, 2, 3], { maxPValue: 1.1 })).toThrow('maxPValue must be in [0, 1], got 1.1')
    expect(() => eDivisive([1, 2, 3], { maxPValue: 0.1, minSegment: 0 })).toThrow(RangeError)
    expect(() => eDivisive([1, NaN, 3], { maxPValue: 0.1 })).toThrow(RangeError)
  })
})
