import { expect, it } from 'vitest'
import { keepAliveMax } from './keep-alive-max.ts'

it.each<[string | readonly string[] | undefined, number | null]>([
  ['timeout=5, max=100', 100],
  ['max=99,timeout=5', 99],
  ['Max = "7"', 7],
  [['timeout=5', 'max=3'], 3],
  ['timeout=5', null],
  ['xmax=5', null],
  ['max=', null],
  ['max=-1', null],
  [undefined, null],
])('%j', (header, max) => {
  expect(keepAliveMax(header)).toBe(max)
})
