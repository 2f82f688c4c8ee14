import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { eDivisive } from './e-divisive.ts'

const segment = (least: number) =>
  fc.array(fc.integer({ min: 0, max: 100 }), { minLength: least, maxLength: 12 })
const series = fc
  .tuple(segment(0), fc.integer({ min: -300, max: 300 }), segment(0))
  .map(([left, step, right]) => [...left, ...right.map((value) => value + step)])
const dependence = fc.constantFrom('independent' as const, 'correlated' as const)

it('gives ascending indices at least a segment apart, each with a p-value that passes', () => {
  fc.assert(
    fc.property(series, dependence, fc.integer({ min: 1, max: 4 }), (values, kind, minSegment) => {
      const points = eDivisive(values, { maxPValue: 0.05, minSegment, dependence: kind })
      const ends = [0, ...points.map(({ index }) => index), values.length]
      return (
        points.every(({ pValue }) => pValue >= 0 && pValue <= 0.05) &&
        (points.length === 0 || ends.slice(1).every((end, i) => end - (ends[i] ?? 0) >= minSegment))
      )
    }),
    { examples: [[[38, 38, 27, 0], 'independent', 1]] },
  )
})

it('does not depend on scale or offset', () => {
  fc.assert(
    fc.property(series, dependence, (values, kind) => {
      const options = { maxPValue: 0.01, dependence: kind }
      const points = eDivisive(values, options)
      const moved = eDivisive(
        values.map((value) => 8 * value + 1024),
        options,
      )
      expect(moved.map(({ index }) => index)).toEqual(points.map(({ index }) => index))
    }),
  )
})

it('does not depend on the order within two segments far apart, where values are independent', () => {
  const shuffled = fc
    .tuple(segment(5), segment(5))
    .chain(([left, right]) =>
      fc.tuple(
        fc.constant([...left, ...right.map((value) => value + 1000)]),
        fc.shuffledSubarray(left, { minLength: left.length }),
        fc.shuffledSubarray(right, { minLength: right.length }),
      ),
    )
  fc.assert(
    fc.property(shuffled, ([values, left, right]) => {
      const options = { maxPValue: 1e-4, minSegment: 5 }
      const elsewhere = [...left, ...right.map((value) => value + 1000)]
      const at = (points: ReturnType<typeof eDivisive>) =>
        points.find(({ index }) => index === left.length)?.index
      expect(at(eDivisive(values, options))).toBe(left.length)
      expect(at(eDivisive(elsewhere, options))).toBe(left.length)
    }),
  )
})

it('finds the same changes, from behind, in a series that runs backwards', () => {
  const fallsApart = fc
    .tuple(segment(5), segment(5))
    .map(([left, right]) => [...left, ...right.map((value) => value + 1000)])
  fc.assert(
    fc.property(fallsApart, (values) => {
      const options = { maxPValue: 1e-4, minSegment: 5 }
      const forwards = eDivisive(values, options)
      const backwards = eDivisive(values.toReversed(), options)
      expect(backwards.length).toBeGreaterThan(0)
      expect(forwards.length).toBeGreaterThan(0)
      expect(
        backwards.some(({ index }) => forwards.some((point) => point.index === values.length - index)),
      ).toBe(true)
    }),
  )
})
