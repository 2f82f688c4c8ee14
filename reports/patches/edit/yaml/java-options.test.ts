import { expect, test } from 'vitest'
import { javaOptions, javaProperties } from './java-options.ts'

test('options are set apart by white space outside of quotes', () => {
  const text = ` -ea\n-Da="b c" '-Dd=e f'\t-D"g"=h `
  expect(javaOptions(text)?.map((option) => option.text)).toEqual(['-ea', '-Da=b c', '-Dd=e f', '-Dg=h'])
})

test('a quote that is not closed is none', () => {
  expect(javaOptions(`-Da='b "c"`)).toBeNull()
  expect(javaOptions('')).toEqual([])
})

test('properties have the place of their value', () => {
  const text = '-Xmx1g -Da.b=12 -Dflag -Dc='
  const options = javaOptions(text) ?? []
  const properties = javaProperties(text, options)
  expect(properties.map(({ name, value, from, to }) => [name, value, text.slice(from, to)])).toEqual([
    ['a.b', '12', '12'],
    ['c', '', ''],
  ])
})
