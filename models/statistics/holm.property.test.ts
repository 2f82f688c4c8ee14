import * as fc from 'fast-check'
import { it } from 'vitest'
import { holmAdjusted } from './holm.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 })

it('is between the raw value and that of Bonferroni', () => {
  fc.assert(
    fc.property(pValues, (given) =>
      holmAdjusted(given).every((adjusted, i) => {
        const raw = given[i] as number
        return adjusted >= raw && adjusted <= Math.min(1, given.length * raw)
      }),
    ),
  )
})

it('keeps the order of the values', () => {
  fc.assert(
    fc.property(pValues, (given) => {
      const adjusted = holmAdjusted(given)
      return given.every((p, i) => given.every((q, j) => p > q || adjusted[i]! <= adjusted[j]!))
    }),
  )
})

it('does not depend on the order in which the values are given', () => {
  const shuffled = pValues.chain((given) =>
    fc.tuple(
      fc.constant(given),
      fc.shuffledSubarray(
        given.map((_, i) => i),
        { minLength: given.length },
      ),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([given, order]) => {
      const adjusted = holmAdjusted(given)
      const elsewhere = holmAdjusted(order.map((i) => given[i] as number))
      return order.every((i, place) => elsewhere[place] === adjusted[i])
    }),
  )
})

it('rejects exactly what the step-down procedure rejects', () => {
  fc.assert(
    fc.property(pValues, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (given, alpha) => {
      const ascending = [...given].sort((p, q) => p - q)
      const kept = ascending.findIndex((p, i) => Math.min(1, (ascending.length - i) * p) >= alpha)
      const rejected = kept === -1 ? given.length : kept
      return holmAdjusted(given).filter((adjusted) => adjusted < alpha).length === rejected
    }),
  )
})
