import { expect, test } from 'vitest'
import { shortFigures } from './short-figures.ts'

test.each([
  ['12345.67/s', '12346/s'],
  ['-1000.00 … +12345.55/s', '-1000 … +12346/s'],
  ['99.95 ms', '99.95 ms'],
  ['999.6 MiB', '1000 MiB'],
  ['–', '–'],
])('%s', (cell, short) => {
  expect(shortFigures(cell)).toBe(short)
})
