import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENOUGH_SHARE, stopsHelping, type VariedPoint } from './stops-helping.ts'

const varied: fc.Arbitrary<VariedPoint[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 12 })
  .chain((ns) =>
    fc.tuple(
      ...ns.map((n) =>
        fc
          .record({ throughput: fc.double({ min: 0, max: 1e5, noNaN: true }), margin: fc.nat(20_000) })
          .map(({ throughput, margin }): VariedPoint => ({
            n,
            throughput,
            interval: [Math.max(0, throughput - margin), throughput + margin],
          })),
      ),
    ),
  )

describe('stopsHelping', () => {
  test('is enough, no smaller number is, and lies in its interval', () => {
    fc.assert(
      fc.property(varied, (points) => {
        const { n, interval, best } = stopsHelping(points)
        const most = Math.max(...points.map(({ throughput }) => throughput))
        const at = (wanted: number) => points.find((point) => point.n === wanted)?.throughput ?? NaN
        expect(at(best)).toBe(most)
        expect(at(n)).toBeGreaterThanOrEqual(ENOUGH_SHARE * most)
        for (const point of points) {
          if (point.n < n) expect(point.throughput).toBeLessThan(ENOUGH_SHARE * most)
        }
        expect(n).toBeLessThanOrEqual(best)
        expect(interval[0]).toBeLessThanOrEqual(n)
        expect(interval[1]).toBeGreaterThanOrEqual(n)
      }),
    )
  })

  test('depends neither on the order of the points nor on the unit of throughput', () => {
    fc.assert(
      fc.property(varied, fc.constantFrom(0.25, 2, 1024), (points, factor) => {
        const scaled = points.toReversed().map(({ n, throughput, interval }): VariedPoint => ({
          n,
          throughput: factor * throughput,
          interval: interval === null ? null : [factor * interval[0], factor * interval[1]],
        }))
        expect(stopsHelping(scaled)).toEqual(stopsHelping(points))
      }),
    )
  })

  test('has a point for its interval where nothing is in doubt', () => {
    fc.assert(
      fc.property(varied, (points) => {
        const certain = points.map(({ n, throughput }) => ({ n, throughput, interval: null }))
        const { n, interval } = stopsHelping(certain)
        expect(interval).toEqual([n, n])
      }),
    )
  })
})
