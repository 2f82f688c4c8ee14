import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapText } from '../patches/wrap-text.ts'
import { fitText } from './fit-text.ts'

test('wraps at spaces, and breaks what has none', () => {
  expect(fitText('a  b', 10)).toEqual(['a  b'])
  expect(fitText('GET http://shop.example/products', 12, '  ')).toEqual([
    'GET',
    '  http://sho',
    '  p.example/',
    '  products',
  ])
})

test('keeps a figure with its unit', () => {
  expect(fitText('-92.7 … +151.1 %).', 16)).toEqual(['-92.7 …', '+151.1 %).'])
  expect(fitText('idleTimeout 90 s, 2', 15)).toEqual(['idleTimeout', '90 s, 2'])
  expect(fitText('it took 12 min', 11)).toEqual(['it took', '12 min'])
  expect(fitText('no more than no\u00a0limit', 15)).toEqual(['no more than', 'no limit'])
  expect(fitText('12345678 ms', 6, ' ')).toEqual(['123456', ' 78 ms'])
})

test('counts the columns that a terminal takes, and lets nothing move its cursor', () => {
  expect(fitText('日本語日本語', 5)).toEqual(['日本', '語日', '本語'])
  expect(fitText('a\u001b[2Jb\nc', 20)).toEqual(['a [2Jb c'])
})

const words = fc.array(fc.stringMatching(/^[a-z/]{1,40}$/), { minLength: 1, maxLength: 20 })

test('no line is longer than asked for, and nothing is lost', () => {
  fc.assert(
    fc.property(
      words,
      fc.integer({ min: 3, max: 60 }),
      fc.constantFrom('', '  '),
      (list, columns, indent) => {
        const lines = fitText(list.join(' '), columns, indent)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''))
      },
    ),
  )
})

test('is wrapText where words are short', () => {
  fc.assert(
    fc.property(words, (list) => {
      expect(fitText(list.join(' '), 45, '  ')).toEqual(wrapText(list.join(' '), 45, '  '))
    }),
  )
})
