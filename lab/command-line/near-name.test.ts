import { expect, test } from 'vitest'
import { nearName } from './near-name.ts'

const NAMES = ['text', 'md', 'hgrm', 'html', 'github']

test.each([
  ['htlm', 'html'],
  ['HTLM', 'html'],
  ['gihtub', 'github'],
  ['htm', 'html'],
  ['txt', 'text'],
  ['dm', 'md'],
  ['', null],
  ['nothing', null],
])('%j means %j', (written, meant) => {
  expect(nearName(written, NAMES)).toBe(meant)
})
