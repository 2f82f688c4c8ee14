import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { type PatchFormatFlags, readPatchFormat } from './patch-format.ts'

const read = (flags: Partial<PatchFormatFlags>) => readPatchFormat({ write: false, ...flags })

test('is a snippet unless told, and a diff where there is a file', () => {
  expect(read({})).toEqual({ name: 'snippet' })
  expect(read({ format: 'snippet' })).toEqual({ name: 'snippet' })
  expect(read({ file: 'a.go' })).toEqual({ name: 'diff', path: 'a.go', line: null, write: false })
  expect(read({ file: 'a.go', format: 'diff', line: 3, write: true })).toEqual({
    name: 'diff',
    path: 'a.go',
    line: 3,
    write: true,
  })
  expect(read({ file: 'a.yaml', format: 'json-patch', line: 3 })).toEqual({
    name: 'json-patch',
    path: 'a.yaml',
    line: 3,
  })
})

test.each([
  ['reviews', { name: 'reviews', namespace: null }],
  ['prod/reviews', { name: 'reviews', namespace: 'prod' }],
  ['prod/reviews.v1-2', { name: 'reviews.v1-2', namespace: 'prod' }],
])('the resource %s', (resource, expected) => {
  expect(read({ format: 'kubectl', resource })).toEqual({ name: 'kubectl', resource: expected })
})

describe('what does not go together is refused', () => {
  test.each<[Partial<PatchFormatFlags>, string]>([
    [{ write: true }, '--write: name the file to change by --file'],
    [{ line: 3 }, '--line: name the file to change by --file'],
    [{ format: 'diff' }, '--format diff: name the file that it is of by --file'],
    [{ format: 'json-patch' }, '--format json-patch: name the file'],
    [{ format: 'json-patch', file: 'a.yaml', write: true }, '--write: changes the file itself'],
    [{ format: 'snippet', file: 'a.go' }, '--format snippet: is of no file'],
    [{ resource: 'a' }, '--resource: names what kubectl is to patch: add --format kubectl'],
    [{ format: 'kubectl' }, '--format kubectl: name the object to patch by --resource'],
    [{ format: 'kubectl', resource: 'a', file: 'a.yaml' }, 'and no file: leave --file away'],
    [{ format: 'kubectl', resource: 'a', write: true }, 'and no file'],
  ])('%j', (flags, message) => {
    expect(() => read(flags)).toThrow(UsageError)
    expect(() => read(flags)).toThrow(message)
  })

  test.each(['', '/', 'a/', '/a', 'a/b/c', 'A', 'a b', '-a', 'a;b', 'a'.repeat(254)])(
    'the resource %j',
    (resource) => {
      expect(() => read({ format: 'kubectl', resource })).toThrow(
        /^--resource: .* is not \[namespace\/\]name/,
      )
    },
  )
})
