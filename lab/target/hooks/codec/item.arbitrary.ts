import * as fc from 'fast-check'
import type { Item, ItemList } from './item-message.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.integer({ min: 0, max: 70_000 }).map((length) => 'x'.repeat(length)),
)

/** Numbers that JSON can say: no NaN, no infinities, no −0. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

const key = fc.string({ unit: 'binary', maxLength: 20 }).filter((each) => each !== '__proto__')

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    id: text,
    name: fc.string({ unit: 'grapheme' }),
    price: number,
    tags: fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }),
    attributes: fc.dictionary(key, fc.string({ unit: 'binary' }), { maxKeys: 20, noNullPrototype: true }),
  },
  { noNullPrototype: true },
)

export const anyItemList: fc.Arbitrary<ItemList> = fc.record(
  { items: fc.array(anyItem, { maxLength: 20 }) },
  { noNullPrototype: true },
)

/** What JSON can say, two-octet integers and lists of all sizes among it. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.maxSafeInteger(), fc.integer(), number, text),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(key, tie('value'), { maxKeys: 20, noNullPrototype: true }),
  ),
})).value
