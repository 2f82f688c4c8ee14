import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEPARTURE_SHARE, type DialPoint, findDeparture } from './dial-floor.ts'

const curves: fc.Arbitrary<DialPoint[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 12 })
  .chain((rates) =>
    fc.tuple(
      ...rates
        .toSorted((a, b) => a - b)
        .map((rate) =>
          fc.record({
            rate: fc.constant(rate),
            dialsPerSecond: fc.double({ min: 0, max: rate, noNaN: true }),
            standardError: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
        ),
    ),
  )

describe('findDeparture', () => {
  test('lies between two rates that were tried, above the floor, and dials exceed it there', () => {
    fc.assert(
      fc.property(curves, (points) => {
        const departure = findDeparture(points)
        if (departure.kind !== 'departed') return
        const { rate, floor, interval } = departure
        expect(rate).toBeGreaterThanOrEqual(floor.rate)
        const after = points.find((point) => point.rate >= rate * (1 - 1e-9))
        expect((after?.dialsPerSecond ?? 0) - floor.dialsPerSecond).toBeGreaterThan(
          DEPARTURE_SHARE * (after?.rate ?? 0) * (1 - 1e-9),
        )
        const [low, high] = interval
        if (low !== null && high !== null) expect(low).toBeLessThan(high)
        if (low !== null) expect(low).toBeLessThanOrEqual(rate * (1 + 1e-9))
      }),
    )
  })

  test('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.01, max: 100, noNaN: true }), (points, factor) => {
        const scaled = points.map(({ rate, dialsPerSecond, standardError }) => ({
          rate: factor * rate,
          dialsPerSecond: factor * dialsPerSecond,
          standardError: factor * standardError,
        }))
        const before = findDeparture(points)
        const after = findDeparture(scaled)
        // Ties may fall otherwise where rounding decides them.
        fc.pre(before.kind === after.kind)
        if (before.kind === 'departed' && after.kind === 'departed') {
          fc.pre(Math.abs(after.floor.rate / factor - before.floor.rate) < 1e-6 * before.floor.rate)
          expect(after.rate / factor / before.rate).toBeCloseTo(1, 6)
        }
      }),
    )
  })
})
