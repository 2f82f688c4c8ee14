import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { guessShape } from './guess-shape.ts'

it('turns with the curve, and does not depend on units', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 5, max: 40 }),
      fc.constantFrom(1e-6, 1, 1e6),
      fc.boolean(),
      fc.boolean(),
      (bend, count, unit, flip, mirror) => {
        const points = Array.from({ length: count }, (_, i) => {
          const y = (bend * i) / (i + bend / 10)
          return { x: (mirror ? -i : i) * unit, y: (flip ? -y : y) / unit }
        })
        const guess = guessShape(points)
        // Where the bend lies far beyond the points the curve is straight, and nothing is guessed.
        if (guess === null) {
          expect(bend / 10).toBeGreaterThan(count)
          return
        }
        expect(guess).toEqual({
          curve: flip ? 'convex' : 'concave',
          direction: flip === mirror ? 'increasing' : 'decreasing',
        })
      },
    ),
  )
})
