import { describe, expect, it } from 'vitest'
import { guessShape } from './guess-shape.ts'
import {
  atWholeX,
  BUMPY,
  CONCAVE_INCREASING,
  CONVEX_DECREASING,
  CONVEX_INCREASING,
  sampleOf,
  SHAPES,
} from './kneedle-cases.fixture.ts'
import { numpyNormals } from './numpy-normal.fixture.ts'

describe('guessShape', () => {
  it.each(SHAPES)('sees that a curve is $options.curve and $options.direction', ({ ys, options }) => {
    expect(guessShape(atWholeX(ys))).toEqual(options)
    expect(guessShape(atWholeX(ys.slice(0, 7)))).toEqual(options)
    expect(guessShape(atWholeX(ys).toReversed())).toEqual(options)
  })

  it('sees the shape of figure 2 of the paper, of a bumpy curve, and of three points', () => {
    expect(guessShape(sampleOf(0, 1, 10, (x) => -1 / (x + 0.1) + 5))).toEqual(CONCAVE_INCREASING)
    expect(guessShape(atWholeX(BUMPY))).toEqual(CONVEX_DECREASING)
    expect(guessShape(atWholeX([0.9048, 0.8187, 0.7408]))).toEqual(CONVEX_DECREASING)
  })

  it("sees the shapes of queues and of Amdahl's law", () => {
    for (const sweptTo of [0.5, 0.9, 0.99, 0.999]) {
      expect(guessShape(sampleOf(0, sweptTo, 12, (x) => 1 / (1 - x)))).toEqual(CONVEX_INCREASING)
    }
    expect(guessShape(sampleOf(1, 50, 12, (n) => n / (1 + 0.05 * (n - 1))))).toEqual(CONCAVE_INCREASING)
  })

  it('sees a curve of which only the last point shoots up', () => {
    for (const count of [4, 5, 12, 100]) {
      expect(guessShape(sampleOf(0, 1, count, (x) => (x === 1 ? 9 : 0)))).toEqual(CONVEX_INCREASING)
    }
  })

  it('does not see a bend in a straight line, with or without noise', () => {
    expect(guessShape(sampleOf(0, 9, 10, (x) => 3 * x))).toBeNull()
    const noise = numpyNormals(3, 30)
    expect(guessShape(noise.map((error, x) => ({ x, y: x + error })))).toBeNull()
  })

  it('says nothing of a constant, of what goes up as far as down, and of fewer than three different x', () => {
    expect(guessShape(atWholeX([5, 5, 5, 5, 5]))).toBeNull()
    expect(guessShape(sampleOf(-1, 1, 11, (x) => x * x))).toBeNull()
    expect(guessShape(atWholeX([1, 2]))).toBeNull()
    expect(
      guessShape([
        { x: 1, y: 1 },
        { x: 2, y: 3 },
        { x: 2, y: 4 },
      ]),
    ).toBeNull()
    expect(guessShape([])).toBeNull()
  })

  it('refuses what is not finite', () => {
    expect(() => guessShape(atWholeX([1, NaN, 2]))).toThrow(RangeError)
  })
})
