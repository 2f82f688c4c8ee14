import { describe, expect, test } from 'vitest'
import { stopsHelping, type VariedPoint } from './stops-helping.ts'
import { variedPoint } from './stops-helping-point.ts'

function points(...throughputs: ReadonlyArray<readonly [n: number, throughput: number, margin?: number]>) {
  return throughputs.map(([n, throughput, margin]): VariedPoint => ({
    n,
    throughput,
    interval: margin === undefined ? null : [throughput - margin, throughput + margin],
  }))
}

describe('stopsHelping', () => {
  test('is the smallest number within 5 % of the best', () => {
    const found = stopsHelping(points([1, 100], [2, 190], [3, 240], [4, 250], [6, 245]))
    expect(found).toEqual({ n: 3, interval: [3, 3], best: 4, stillGrows: false })
    expect(stopsHelping(points([1, 100], [2, 190], [3, 237], [4, 250])).n).toBe(4)
  })

  test('says what is in doubt', () => {
    const found = stopsHelping(points([1, 100, 5], [2, 230, 10], [3, 240, 10], [4, 250, 10], [6, 245, 2]))
    // 230 + 10 ≥ 0.95 × 240, and only 6's own lower end, 243, does not reach 0.95 × 260 = 247.
    expect(found).toEqual({ n: 3, interval: [2, 4], best: 4, stillGrows: false })
  })

  test('says that it still grows at the largest number tried', () => {
    expect(stopsHelping(points([4, 400], [1, 100], [2, 200]))).toMatchObject({ n: 4, stillGrows: true })
    expect(stopsHelping(points([1, 100], [2, 100], [4, 100]))).toMatchObject({ n: 1, stillGrows: false })
    expect(stopsHelping(points([1, 100]))).toMatchObject({ n: 1, stillGrows: false })
  })

  test('refuses what is no throughput', () => {
    expect(() => stopsHelping([])).toThrow(RangeError)
    expect(() => stopsHelping(points([1, NaN]))).toThrow(RangeError)
    expect(() => stopsHelping(points([1, -1]))).toThrow(RangeError)
  })
})

describe('variedPoint', () => {
  test("has Student's interval of its blocks", () => {
    const { throughput, interval } = variedPoint(2, [98, 100, 102, 100])
    expect(throughput).toBe(100)
    // s = 1.633, t(0.975; 3) = 3.1824.
    expect(interval?.[1]).toBeCloseTo(100 + (3.1824 * 1.63299) / 2, 3)
    expect(variedPoint(2, [0, 10]).interval?.[0]).toBe(0)
    expect(variedPoint(2, [7])).toEqual({ n: 2, throughput: 7, interval: null })
    expect(() => variedPoint(2, [])).toThrow(RangeError)
  })
})
