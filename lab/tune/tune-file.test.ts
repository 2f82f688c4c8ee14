import { sep } from 'node:path'
import { expect, test } from 'vitest'
import { nameInDiff } from './tune-file.ts'

test.each([
  ['a/b.conf', 'a/b.conf'],
  ['./a/../b.conf', 'b.conf'],
  ['..a/b.conf', '..a/b.conf'],
  [`${process.cwd()}${sep}a.conf`, 'a.conf'],
  ['/etc/nginx/nginx.conf', 'etc/nginx/nginx.conf'],
])('the diff of %s names %s', (path, name) => {
  expect(nameInDiff(path)).toBe(name)
})

test('of a file above, it names the way from the root, as no tool follows one upwards', () => {
  expect(nameInDiff('../a.conf')).not.toContain('..')
  expect(nameInDiff('../a.conf')).toMatch(/^[^/].*a\.conf$/)
})
