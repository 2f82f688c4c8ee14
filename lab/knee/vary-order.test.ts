import { describe, expect, test } from 'vitest'
import { varyOrder } from './vary-order.ts'

describe('varyOrder', () => {
  test('goes up, down, down, up', () => {
    expect(varyOrder([1, 2, 3], 4)).toEqual([1, 2, 3, 3, 2, 1, 3, 2, 1, 1, 2, 3])
    expect(varyOrder([1, 2], 1)).toEqual([1, 2])
  })

  const counts = [1, 2, 3, 4, 6]
  /** What a drift that grows with a power of time adds to each count. */
  const drift = (passes: number, power: number) =>
    counts.map((n) =>
      varyOrder(counts, passes).reduce((sum, each, i) => sum + (each === n ? i ** power : 0), 0),
    )

  test('adds the same to every count where the machine drifts evenly', () => {
    for (const passes of [2, 4, 8]) expect(new Set(drift(passes, 1)).size).toBe(1)
  })

  test('adds the same to few as to many where the drift grows', () => {
    for (const passes of [4, 8]) expect(drift(passes, 2)).toEqual(drift(passes, 2).toReversed())
    expect(drift(2, 2)).not.toEqual(drift(2, 2).toReversed())
  })
})
