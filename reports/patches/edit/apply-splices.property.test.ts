import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { applySplices } from './apply-splices.ts'
import type { Splice } from './config-dialect.ts'

/** A text cut into pieces, every other one of which is replaced. */
const pieces = fc.array(fc.record({ kept: fc.string(), replaced: fc.string(), by: fc.string() }), {
  maxLength: 6,
})

test('makes all replacements, wherever they stand in the list, and keeps the rest', () => {
  fc.assert(
    fc.property(pieces, fc.boolean(), (parts, reversed) => {
      let text = ''
      const splices: Splice[] = []
      for (const { kept, replaced, by } of parts) {
        text += `${kept}.`
        splices.push({ from: text.length, to: text.length + replaced.length, text: by })
        text += replaced
      }
      const given = reversed ? splices.toReversed() : splices
      expect(applySplices(text, given)).toBe(parts.map(({ kept, by }) => `${kept}.${by}`).join(''))
    }),
  )
})

test.each([
  [
    [
      { from: 0, to: 2, text: '' },
      { from: 1, to: 3, text: '' },
    ],
  ],
  [[{ from: 2, to: 5, text: '' }]],
  [[{ from: 2, to: 1, text: '' }]],
])('refuses %j in a text of four', (splices) => {
  expect(() => applySplices('abcd', splices)).toThrow(RangeError)
})

test('makes insertions at one place in the order given', () => {
  const at = (text: string) => ({ from: 1, to: 1, text })
  expect(applySplices('ad', [at('b'), at('c')])).toBe('abcd')
})
