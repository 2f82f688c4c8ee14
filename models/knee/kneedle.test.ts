import { describe, expect, it } from 'vitest'
import { kneedle } from './kneedle.ts'
import {
  atWholeX,
  BUMPY,
  CONCAVE_INCREASING,
  CONVEX_DECREASING,
  CONVEX_INCREASING,
  sampleOf,
  SHAPES,
} from './kneedle-cases.fixture.ts'

describe('kneedle', () => {
  it('finds the knee of figure 2 of the paper', () => {
    const knee = kneedle(
      sampleOf(0, 1, 10, (x) => -1 / (x + 0.1) + 5),
      CONCAVE_INCREASING,
    )
    expect(knee?.x).toBeCloseTo(0.2222, 4)
    expect(knee?.y).toBeCloseTo(1.896552, 6)
    expect(knee?.index).toBe(2)
    expect(knee?.range).toEqual([0, 1])
  })

  it.each(SHAPES)('finds the knee of a curve that is $options.curve and $options.direction', (shape) => {
    expect(kneedle(atWholeX(shape.ys), shape.options)).toEqual({
      x: shape.knee,
      y: shape.ys[shape.knee],
      index: shape.knee,
      range: [0, 9],
    })
  })

  it.each(SHAPES)(
    'finds it when the last three points are missing ($options.curve, $options.direction)',
    (shape) => {
      const points = shape.ys.slice(0, 7).map((y, i) => ({ x: i / 10, y: y / 10 }))
      expect(kneedle(points, shape.options)?.x).toBeCloseTo(shape.truncated, 12)
    },
  )

  it('goes over small rises in a falling curve', () => {
    expect(kneedle(atWholeX(BUMPY), CONVEX_DECREASING)?.x).toBe(26)
  })

  it('finds none in a curve too short or too straight, a constant, or fewer than three points', () => {
    expect(kneedle(atWholeX([0.9048, 0.8187, 0.7408]), CONVEX_DECREASING)).toBeNull()
    expect(kneedle(atWholeX([5, 5, 5, 5, 5, 5]), CONVEX_INCREASING)).toBeNull()
    expect(
      kneedle(
        sampleOf(0, 9, 10, (x) => 3 * x),
        CONCAVE_INCREASING,
      ),
    ).toBeNull()
    expect(kneedle(atWholeX([1, 9]), CONCAVE_INCREASING)).toBeNull()
    expect(kneedle([], CONCAVE_INCREASING)).toBeNull()
  })

  it('finds none at the ends when the curve bends the other way', () => {
    expect(kneedle(atWholeX([1, 2, 3, 4, 5, 10, 15, 20, 40, 100]), CONCAVE_INCREASING)).toBeNull()
  })

  it.each([
    [0.9, 0.684],
    [0.95, 0.776],
    [0.99, 0.9],
    [0.999, 0.968],
  ])('is at 1 − √(1 − m) on the response time of M/M/1 swept to m = %f', (sweptTo, published) => {
    const knee = kneedle(
      sampleOf(0, sweptTo, 20_001, (utilisation) => 1 / (1 - utilisation)),
      CONVEX_INCREASING,
    )
    expect(Math.abs((knee?.x ?? NaN) - (1 - Math.sqrt(1 - sweptTo)))).toBeLessThan(1e-4)
    expect(knee?.x).toBeCloseTo(published, 3)
  })

  it('does not depend on the spacing of x in a mirrored curve', () => {
    const points = sampleOf(0, 1, 20_001, (t) => t).map(({ x: t }) => {
      const x = 0.95 * (1 - (1 - t) ** 2)
      return { x, y: 1 / (1 - x) }
    })
    expect(Math.abs((kneedle(points, CONVEX_INCREASING)?.x ?? NaN) - (1 - Math.sqrt(0.05)))).toBeLessThan(
      1e-3,
    )
  })

  it.each([
    [20, 8.93],
    [50, 18.15],
    [100, 29.79],
    [200, 47.18],
  ])("is where calculus puts it on Amdahl's law swept to %i", (sweptTo, published) => {
    const alpha = 0.05
    const knee = kneedle(
      sampleOf(1, sweptTo, 20_001, (n) => n / (1 + alpha * (n - 1))),
      CONCAVE_INCREASING,
    )
    const expected = 1 + (Math.sqrt(1 + alpha * (sweptTo - 1)) - 1) / alpha
    expect(Math.abs((knee?.x ?? NaN) - expected)).toBeLessThan(sweptTo / 10_000)
    expect(knee?.x).toBeCloseTo(published, 1)
  })

  it('needs a sharper bend at a higher sensitivity', () => {
    const points = atWholeX([0, 60, 80, 85, 90, 95, 96, 97, 98, 99])
    expect(kneedle(points, { ...CONCAVE_INCREASING, sensitivity: 5 })?.x).toBe(2)
    expect(kneedle(points, { ...CONCAVE_INCREASING, sensitivity: 6 })).toBeNull()
  })

  it('takes a flat top as one maximum, at its first point', () => {
    // y − x in eighths: 0, 2, 2, 2, 1, 1, 1, 0.5, 0
    const points = [0, 3, 4, 5, 5, 6, 7, 7.5, 8].map((y, x) => ({ x, y }))
    expect(kneedle(points, CONCAVE_INCREASING)?.index).toBe(1)
  })

  it('refuses points out of order or not finite, and a sensitivity of 0', () => {
    const at = (...xs: number[]) => xs.map((x) => ({ x, y: x }))
    expect(() => kneedle(at(1, 3, 2), CONCAVE_INCREASING)).toThrow(RangeError)
    expect(() => kneedle(at(1, 1, 2), CONCAVE_INCREASING)).toThrow(RangeError)
    expect(() => kneedle(at(1, NaN, 2), CONCAVE_INCREASING)).toThrow(RangeError)
    expect(() => kneedle(at(1, 2, 3), { ...CONCAVE_INCREASING, sensitivity: 0 })).toThrow(RangeError)
  })
})
