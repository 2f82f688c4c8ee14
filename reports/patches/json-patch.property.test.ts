import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainValue } from './edit/json/plain-value.ts'
import { applyJsonPatch } from './json-patch.oracle.ts'
import { jsonPatch } from './json-patch.ts'

const { value: json } = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, 'a', ''),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e', '', 'constructor'), tie('value'), {
      noNullPrototype: true,
    }),
  ),
}))

test('the operations lead from the one to the other', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(applyJsonPatch(before, jsonPatch(before, after))).toEqual(after)
    }),
  )
})

test('there are none from a value to itself', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(jsonPatch(value, JSON.parse(JSON.stringify(value)) as PlainValue)).toEqual([])
    }),
  )
})
