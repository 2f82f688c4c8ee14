import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { normal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { chooseSegments, fitSegments } from './segments.ts'

/** A plateau with noise: slope 1 up to the breakpoint, then 0. */
function noisyPlateau(seed: number, count: number, breakpoint: number, noise: number) {
  const random = new RandomStream(seed, 'segments-test')
  return Array.from({ length: count }, (_, i) => {
    const x = (100 * i) / (count - 1)
    return { x, y: Math.min(x, breakpoint) + normal(random, 0, noise) }
  })
}

it('moves with its points: shifted and scaled, in x and in y', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 6, max: 24 }),
      fc.constantFrom(0.25, 64),
      fc.constantFrom(-8, 4),
      fc.integer({ min: -100, max: 100 }),
      (seed, count, byX, byY, shift) => {
        const points = noisyPlateau(seed, count, 60, 3)
        const moved = points.map(({ x, y }) => ({ x: x * byX + shift, y: y * byY + shift }))
        const fits = fitSegments(points, { seed, restarts: 0 })
        const others = fitSegments(moved, { seed, restarts: 0 })
        const scale = points.length * Math.log(byY * byY)
        for (const [i, fit] of fits.entries()) {
          expect(others[i]?.bic).toBeCloseTo(fit.bic + scale, 5)
          expect(others[i]?.slopes[0]?.slope).toBeCloseTo(((fit.slopes[0]?.slope ?? NaN) * byY) / byX, 4)
          for (const [j, { x, standardError }] of fit.breakpoints.entries()) {
            const other = others[i]?.breakpoints[j]
            expect(((other?.x ?? NaN) - shift) / byX).toBeCloseTo(x, 4)
            if (standardError === null) expect(other?.standardError).toBeNull()
            else expect((other?.standardError ?? NaN) / byX / standardError).toBeCloseTo(1, 4)
          }
        }
      },
    ),
    { numRuns: 15 },
  )
})

it('never fits worse with a breakpoint more, and keeps them apart and inside', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 20, maxLength: 40 }),
      fc.integer(),
      (ys, seed) => {
        const fits = fitSegments(
          ys.map((y, x) => ({ x, y })),
          { seed, restarts: 2 },
        )
        for (const [count, fit] of fits.entries()) {
          const before = fits[count - 1]?.residualSumOfSquares ?? Infinity
          expect(fit.residualSumOfSquares).toBeLessThanOrEqual(before * (1 + 1e-9))
          const places = [0, ...fit.breakpoints.map(({ x }) => x), ys.length - 1]
          for (const [i, x] of places.slice(1).entries()) expect(x).toBeGreaterThan(places[i] ?? NaN)
        }
      },
    ),
    { numRuns: 10 },
  )
})

it('finds breaks without noise, wherever they are', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 8, max: 28, noNaN: true }),
      fc.double({ min: 36, max: 52, noNaN: true }),
      fc.integer({ min: 1, max: 9 }),
      (first, second, change) => {
        const points = Array.from({ length: 60 }, (_, x) => ({
          x,
          y: 10 * x - change * Math.max(0, x - first) - 2 * change * Math.max(0, x - second),
        }))
        const found = chooseSegments(fitSegments(points, { seed: 1, maxBreaks: 3, restarts: 3 })).breakpoints
        expect(found).toEqual([
          expect.objectContaining({ x: expect.closeTo(first, 4) }),
          expect.objectContaining({ x: expect.closeTo(second, 4) }),
        ])
      },
    ),
    { numRuns: 8 },
  )
})

it('has intervals that contain the breakpoint about 19 times in 20', () => {
  const seeds = Array.from({ length: 150 }, (_, seed) => seed)
  const covered = seeds.filter((seed) => {
    const [, fit] = fitSegments(noisyPlateau(seed, 12, 57, 3), { seed, maxBreaks: 1, restarts: 0 })
    const [low = NaN, high = NaN] = fit?.breakpoints[0]?.interval ?? []
    return low <= 57 && 57 <= high
  }).length
  // 95 % of 150 are 142.5; the binomial standard deviation is 2.7, and the delta method is a little short of the level.
  expect(covered).toBeGreaterThan(131)
  expect(covered).toBeLessThan(150)
})
