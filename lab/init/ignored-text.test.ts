import { expect, test } from 'vitest'
import { withIgnored } from './ignored-text.ts'

test.each([
  ['', '.kneepoint/\n'],
  ['node_modules/\n', 'node_modules/\n.kneepoint/\n'],
  ['node_modules/', 'node_modules/\n.kneepoint/\n'],
  ['dist/\r\n', 'dist/\r\n.kneepoint/\r\n'],
  ['# .kneepoint/\n', '# .kneepoint/\n.kneepoint/\n'],
  ['!.kneepoint/\n', '!.kneepoint/\n.kneepoint/\n'],
])('%j becomes %j', (before, after) => {
  expect(withIgnored(before)).toBe(after)
})

test.each(['.kneepoint/\n', '.kneepoint', '/.kneepoint/\r\n', '**/.kneepoint\n', 'a\n  .kneepoint/**\nb\n'])(
  '%j has its line',
  (text) => {
    expect(withIgnored(text)).toBeNull()
  },
)
