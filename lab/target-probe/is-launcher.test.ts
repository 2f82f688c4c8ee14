import { expect, test } from 'vitest'
import { isLauncher } from './is-launcher.ts'

test.each([
  ['/usr/lib/node_modules/npm/bin/npm-cli.js', true],
  ['/usr/lib/node_modules/npm/bin/npx-cli.js', true],
  ['/srv/shop/node_modules/tsx/dist/cli.mjs', true],
  ['C:\\srv\\node_modules\\nodemon\\bin\\nodemon.js', true],
  ['/srv/shop/.yarn/releases/yarn-4.9.1.cjs', true],
  ['/srv/shop/server.js', false],
  ['/srv/npm/server.js', false],
  ['/srv/shop/node_modules/next/dist/bin/next', false],
  ['/srv/yarn/dist/server.cjs', false],
  [undefined, false],
])('%s: %s', (script, expected) => {
  expect(isLauncher(script)).toBe(expected)
})
