import { expect, it } from 'vitest'
import { variantOrder } from './variant-order.ts'

it('is the Thue–Morse sequence for two', () => {
  const firsts = Array.from({ length: 8 }, (_, round) => 'AB'[variantOrder(round, 2)[0] ?? 0]).join('')
  expect(firsts).toBe('ABBABAAB')
})

it('is a Williams square for four, in which each follows each other once', () => {
  const orders = Array.from({ length: 4 }, (_, round) => variantOrder(round, 4).join(''))
  expect(orders).toEqual(['0132', '2310', '3021', '1203'])
  const followed = orders.flatMap((order) => [0, 1, 2].map((place) => order.slice(place, place + 2)))
  expect(new Set(followed).size).toBe(12)
})
