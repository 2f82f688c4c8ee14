import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSealedJson, sealedJson } from './sealed-json.ts'

const value = { rate: 0.1, names: ['a', '\u{1f600}'], nested: { none: null, '7': [-0, 1e300] } }
const plain = JSON.parse(JSON.stringify(value)) as unknown

test('begins with the SHA-256 of the object without it', () => {
  const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex')
  expect(sealedJson(value).startsWith(`{"sha256":"${digest}",`)).toBe(true)
})

test('is read again, however it is formatted', () => {
  const text = sealedJson(value)
  expect(openSealedJson(text)).toEqual({ value: plain, isSealed: true })
  expect(openSealedJson(JSON.stringify(JSON.parse(text), null, 2))).toEqual({ value: plain, isSealed: true })
})

test('without a seal is read as it is', () => {
  expect(openSealedJson('{"rate":1}')).toEqual({ value: { rate: 1 }, isSealed: false })
})

test.each([
  [sealedJson(value).replace('0.1', '0.2'), 'it was changed after it was written'],
  [sealedJson(value).replace('"a"', '"b"'), 'it was changed after it was written'],
  ['{"sha256":1}', 'it was changed after it was written'],
  ['[]', 'it is no object'],
  ['null', 'it is no object'],
])('%s is refused', (text, why) => {
  expect(() => openSealedJson(text)).toThrow(why)
})
