import { expect, test } from 'vitest'
import { JsonFields } from './json-fields.ts'

test.each([
  ['"12"', 'f: count is "12", which is no number'],
  ['true', 'f: count is true, which is no number'],
  ['-1', 'f: count is -1, which is negative'],
  ['null', 'f: count is missing'],
  [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'f: count is [[[…]]], which is no number'],
])('a number that is %s is refused, however deep it is', (json, message) => {
  const fields = new JsonFields('f', JSON.parse(`{"count":${json}}`))
  expect(() => fields.number('count')).toThrow(message)
})
