import { describe, expect, test } from 'vitest'
import { dataLeaves } from '../json/data-leaves.ts'
import { plainValue } from '../json/plain-value.ts'
import { readYaml } from './yaml-document.ts'

const leavesOf = (text: string) =>
  readYaml(text).documents.flatMap((document) =>
    dataLeaves(document, text).map(({ name, text: value }) => [name, value]),
  )

describe('a YAML text', () => {
  test('has each scalar at its place, byte order mark and properties counted', () => {
    const text = '\uFEFFa: &x !!str one # c\nb: "t\\"wo"\nc:\n  - |\n    three\n  - {d: 4}\n'
    const { documents } = readYaml(text)
    const [root] = documents
    const values = root === undefined ? [] : dataLeaves(root, text)
    expect(values.map(({ name, text: value, from }) => [name, value, text[from]])).toEqual([
      ['a', 'one', 'o'],
      ['b', 't"wo', '"'],
      ['c[0]', 'three\n', '|'],
      ['c[1].d', '4', '4'],
    ])
  })

  test('ends a block where its last value ends, not where the comments after it do', () => {
    const text = 'a:\n  b: 1\n  # of a\n# of the end\n'
    const [root] = readYaml(text).documents
    expect(text.slice(root?.from, root?.to)).toBe('a:\n  b: 1')
  })

  test('has documents apart, and none where there is nothing', () => {
    expect(leavesOf('a: 1\n---\n# only a comment\n---\nb: 2\n...\n')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(readYaml('').documents).toEqual([])
    expect(readYaml('# only a comment\n').documents).toEqual([])
  })
})

describe('aliases', () => {
  test('are leaves as written, and values as they stand for', () => {
    const text = 'a: &x { b: 1 }\nc: *x\nd:\n  <<: [*x, { e: 2 }]\n  b: 3\n'
    expect(leavesOf(text)).toEqual(expect.arrayContaining([['c', '*x']]))
    const [root] = readYaml(text).documents
    expect(root === undefined ? null : plainValue(root)).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: { b: 3, e: 2 },
    })
  })

  test('tell where others repeat a node', () => {
    const text = 'a: &x { b: 1 }\nc: *x\n'
    const [root] = readYaml(text).documents
    const [a] = root?.kind === 'map' ? root.members : []
    expect(a?.value.sharedAt).toBe(text.indexOf('*x'))
    expect(root?.sharedAt).toBeNull()
  })

  test.each(['a: &x { b: *x }', 'a: &x\n  <<: *x\n', 'a: &x [*x]'])(
    'within themselves are refused: %s',
    (text) => {
      expect(() => readYaml(text)).toThrow(/this alias repeats what it is part of/)
    },
  )

  test('that stand for too much are refused', () => {
    const levels = 'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`)
    const bomb = ['a: &a [1]', ...levels].join('\n')
    expect(() => readYaml(bomb).documents.map(plainValue)).toThrow(/too many values/)
  })
})

test.each([
  ['a: b: c', /^this is no YAML: /],
  ['a: *none', /^there is no anchor of that name$/],
  ['a: {{ x }}', /^this is a template/],
  ['{{ if x }}\na: 1', /^this is a template/],
  ['? [a]\n: 1', null],
])('%j', (text, message) => {
  if (message === null) expect(() => readYaml(text)).not.toThrow()
  else expect(() => readYaml(text)).toThrow(message)
})

test('a name that is there twice is told at its second place', () => {
  expect(() => readYaml('a: 1\nb: { c: 1, c: 2 }\n')).toThrow('this is no YAML: c is there twice')
})

test('a key that is a map is no template', () => {
  expect(() => readYaml('? { a: b }\n: c\n')).not.toThrow()
  expect(() => readYaml('a: {{ b }}\n')).toThrow('this is a template')
})

test('a byte order mark does not count as indentation', () => {
  const { documents, writer } = readYaml('\uFEFFa:\n  b: 1\n')
  const [root] = documents
  if (root?.kind !== 'map') expect.fail('there is no map')
  expect(writer.add(root, { c: { d: 1 } }).map(({ text }) => text)).toEqual(['\nc:\n  d: 1'])
})
