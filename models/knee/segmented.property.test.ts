import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitSegmented } from './segmented.ts'

const sweep = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -100, max: 100 })), {
    selector: ([x]) => x,
    minLength: 5,
    maxLength: 20,
  })
  .map((pairs) => pairs.map(([x, y]) => ({ x, y })))

/** RSS of y = a + b x + c max(0, x − ψ), by removing one regressor after another (Gram-Schmidt). */
function naiveRss(points: ReadonlyArray<{ x: number; y: number }>, breakpoint: number): number {
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, i) => sum + value * (v[i] ?? NaN), 0)
  const without = (u: number[], basis: number[]) =>
    u.map((value, i) => value - (dot(u, basis) / dot(basis, basis)) * (basis[i] ?? NaN))
  const one = points.map(() => 1)
  const x = without(
    points.map((point) => point.x),
    one,
  )
  const hinge = without(
    without(
      points.map((point) => Math.max(0, point.x - breakpoint)),
      one,
    ),
    x,
  )
  const y = points.map((point) => point.y)
  const residuals = without(without(without(y, one), x), hinge)
  return dot(residuals, residuals)
}

it('fits at least as well as one line and as any breakpoint on a grid of its own', () => {
  fc.assert(
    fc.property(sweep, (points) => {
      const fit = fitSegmented(points)
      const xs = points.map((point) => point.x).toSorted((a, b) => a - b)
      const [from = NaN, to = NaN] = [xs[1], xs.at(-2)]
      const size = points.reduce((sum, { y }) => sum + y * y, 0)
      expect(fit.residualSumOfSquares).toBeLessThanOrEqual(fit.line.residualSumOfSquares + 1e-9 * size)
      for (let i = 0; i <= 50; i++) {
        const rss = naiveRss(points, from + ((to - from) * i) / 50)
        // The search grid is finite: between its points the best breakpoint may be missed by a hair.
        expect(fit.residualSumOfSquares).toBeLessThanOrEqual(rss * 1.02 + 1e-9 * size)
      }
    }),
    { numRuns: 40 },
  )
})

it('keeps the breakpoint inside, and reports the RSS of the lines that it reports', () => {
  fc.assert(
    fc.property(sweep, (points) => {
      const fit = fitSegmented(points)
      const xs = points.map((point) => point.x).toSorted((a, b) => a - b)
      expect(fit.breakpoint).toBeGreaterThanOrEqual(xs[1] ?? NaN)
      expect(fit.breakpoint).toBeLessThanOrEqual(xs.at(-2) ?? NaN)
      const rss = points.reduce((sum, { x, y }) => {
        const slope = x < fit.breakpoint ? fit.slopeBefore : fit.slopeAfter
        return sum + (y - fit.plateau - slope * (x - fit.breakpoint)) ** 2
      }, 0)
      expect(Math.abs(rss - fit.residualSumOfSquares)).toBeLessThanOrEqual(1e-6 * (1 + rss))
    }),
  )
})

it('recovers two lines without noise', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 15, max: 75 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: -10, max: 0 }),
      (breakpoint, slopeBefore, slopeAfter) => {
        const points = Array.from({ length: 10 }, (_, i) => {
          const x = 10 * i
          return {
            x,
            y: 5 + slopeBefore * Math.min(x, breakpoint) + slopeAfter * Math.max(0, x - breakpoint),
          }
        })
        const fit = fitSegmented(points)
        expect(fit.breakpoint).toBeCloseTo(breakpoint, 4)
        expect(fit.slopeBefore).toBeCloseTo(slopeBefore, 5)
        expect(fit.slopeAfter).toBeCloseTo(slopeAfter, 5)
        expect(fit.better).toBe('segments')
      },
    ),
  )
})
