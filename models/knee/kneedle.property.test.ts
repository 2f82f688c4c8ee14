import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CurvePoint, kneedle } from './kneedle.ts'

// Whole numbers and powers of two keep the scaling to [0, 1] exact enough for knees to be compared by index.
const curve = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 1000 })), {
    minLength: 3,
    maxLength: 40,
  })
  .map((steps) => {
    let x = 0
    return steps.map(([gap, y]): CurvePoint => ({ x: (x += gap), y }))
  })
const shape = fc.record({
  curve: fc.constantFrom('concave' as const, 'convex' as const),
  direction: fc.constantFrom('increasing' as const, 'decreasing' as const),
  sensitivity: fc.constantFrom(0.5, 1, 3),
})

it('is an inner point of the curve, and states the range', () => {
  fc.assert(
    fc.property(curve, shape, (points, options) => {
      const knee = kneedle(points, options)
      if (knee === null) return
      expect(knee.index).toBeGreaterThan(0)
      expect(knee.index).toBeLessThan(points.length - 1)
      expect({ x: knee.x, y: knee.y }).toEqual(points[knee.index])
      expect(knee.range).toEqual([points[0]?.x, points.at(-1)?.x])
    }),
  )
})

it('does not depend on units, nor on where 0 is', () => {
  fc.assert(
    fc.property(
      curve,
      shape,
      fc.constantFrom(0.25, 8),
      fc.constantFrom(0.5, 64),
      fc.integer({ min: -500, max: 500 }),
      (points, options, byX, byY, shift) => {
        const other = points.map(({ x, y }) => ({ x: x * byX + shift, y: y * byY - shift }))
        expect(kneedle(other, options)?.index).toBe(kneedle(points, options)?.index)
      },
    ),
  )
})

it('turns with the curve: upside down, concave and increasing is convex and decreasing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 5, max: 60 }), (bend, count) => {
      const points = Array.from({ length: count }, (_, i) => ({ x: i, y: (bend * i) / (i + bend) }))
      const uprightAt = (sensitivity: number) =>
        kneedle(points, { curve: 'concave', direction: 'increasing', sensitivity })?.index
      // A bend exactly as sharp as asked for: rounding decides whether it counts.
      fc.pre(uprightAt(0.1 - 1e-9) === uprightAt(0.1 + 1e-9))
      const upright = uprightAt(0.1)
      const flipped = kneedle(
        points.map(({ x, y }) => ({ x, y: -y })),
        { curve: 'convex', direction: 'decreasing', sensitivity: 0.1 },
      )
      const difference = Math.abs((flipped?.index ?? -1) - (upright ?? -1))
      // Two neighbours may be equally far from the chord; rounding then decides between them.
      expect(difference).toBeLessThanOrEqual(1)
    }),
  )
})
