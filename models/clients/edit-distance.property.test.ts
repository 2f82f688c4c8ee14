import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })

/** The definition, by exhaustive recursion. */
function slowDistance(from: string, to: string): number {
  if (from === '' || to === '') return from.length + to.length
  const [fromRest, toRest] = [from.slice(1), to.slice(1)]
  if (from[0] === to[0]) return slowDistance(fromRest, toRest)
  return 1 + Math.min(slowDistance(fromRest, to), slowDistance(from, toRest), slowDistance(fromRest, toRest))
}

test('equals the recursive definition', () => {
  fc.assert(
    fc.property(word, word, (from, to) => {
      expect(editDistance(from, to)).toBe(slowDistance(from, to))
    }),
  )
})
