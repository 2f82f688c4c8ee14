import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

it.each([
  ['wieght', ['path', 'weight'], 'weight'],
  ['ulr', ['builtin', 'url'], 'url'],
  ['PODS', ['pods'], 'pods'],
  ['colour', ['pods', 'client'], null],
  ['x', ['tls', 'a'], null],
  ['anything', [], null],
])('%s among %o is %s', (written, names, nearest) => {
  expect(nearestName(written, names)).toBe(nearest)
})
