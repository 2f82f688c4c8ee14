import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dominates, paretoFront } from './pareto-front.ts'

// Few different figures, so that equals and points that differ in one objective are common.
const points = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { maxLength: 25 })
const own = (point: readonly number[]) => point

describe('paretoFront', () => {
  it('holds no point that another one dominates, and leaves out only such', () => {
    fc.assert(
      fc.property(points, (all) => {
        const front = paretoFront(all, own)
        for (const point of all) {
          const isDominated = all.some((other) => dominates(other, point))
          expect(front.includes(point)).toBe(!isDominated)
        }
      }),
    )
  })

  it('has, for each point left out, one on the front that dominates it', () => {
    fc.assert(
      fc.property(points, (all) => {
        const front = paretoFront(all, own)
        for (const point of all.filter((each) => !front.includes(each))) {
          expect(front.some((other) => dominates(other, point))).toBe(true)
        }
      }),
    )
  })

  it('does not depend on the order', () => {
    const shuffled = points.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(new Set(paretoFront(other, own))).toEqual(new Set(paretoFront(all, own)))
      }),
    )
  })

  it('holds the least in each objective, and takes infinities', () => {
    const front = paretoFront(
      [
        [1, 9, Infinity],
        [9, 1, 3],
        [9, 2, 3],
        [2, 2, 2],
      ],
      own,
    )
    expect(front).toEqual([
      [1, 9, Infinity],
      [9, 1, 3],
      [2, 2, 2],
    ])
  })
})
