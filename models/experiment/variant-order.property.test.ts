import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { variantOrder } from './variant-order.ts'

const variants = fc.integer({ min: 2, max: 8 })

it('sends every variant once a round', () => {
  fc.assert(
    fc.property(variants, fc.nat(1000), (count, round) => {
      const order = variantOrder(round, count)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    }),
  )
})

it('gives all variants the same places in every even number of rounds, so that drift favours none', () => {
  fc.assert(
    fc.property(variants, fc.integer({ min: 1, max: 20 }), (count, pairs) => {
      const places = Array.from({ length: count }, () => 0)
      for (let round = 0; round < 2 * pairs; round++) {
        for (const [place, variant] of variantOrder(round, count).entries()) {
          places[variant] = (places[variant] ?? 0) + place
        }
      }
      expect(new Set(places)).toEqual(new Set([pairs * (count - 1)]))
    }),
  )
})

it('puts each of more than two variants first as often as any other in twice as many rounds as there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 8 }), (count) => {
      const firsts = Array.from({ length: 2 * count }, (_, round) => variantOrder(round, count)[0])
      const lasts = Array.from({ length: 2 * count }, (_, round) => variantOrder(round, count).at(-1))
      for (let variant = 0; variant < count; variant++) {
        const ends = [...firsts, ...lasts].filter((each) => each === variant)
        expect(ends).toHaveLength(4)
      }
    }),
  )
})
