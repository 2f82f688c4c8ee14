import { expect, test } from 'vitest'
import type { Frame } from '../profile/stack-profile.ts'
import { allocationSite, isOwnCode } from './allocation-site.ts'

const frame = (functionName: string, file: string): Frame => ({ functionName, file, line: 1, column: 1 })
const runtime = frame('emit', 'node:events')
const native = frame('(anonymous)', '')
const pack = frame('parse', '/app/node_modules/qs/lib/parse.js')
const own = frame('remember', '/app/server.js')
const main = frame('main', '/app/main.ts')

test.each([
  [[runtime, own, pack, main], own],
  [[pack, runtime, native], pack],
  [[native, runtime], native],
  [[runtime], runtime],
  [[], null],
])('of a stack, the innermost of own code, else of a package, else the innermost (%#)', (stack, site) => {
  expect(allocationSite(stack)).toBe(site)
})

test('others may say what their own code is', () => {
  expect(allocationSite([own, main], ({ file }) => file.endsWith('.ts'))).toBe(main)
})

test.each([
  ['file:///app/server.js', true],
  ['/app/server.go', true],
  ['/app/node_modules/x/index.js', false],
  ['node:internal/timers', false],
  ['bun:sqlite', false],
  ['ext:deno_http/00_serve.ts', false],
  ['', false],
])('%s is own code: %s', (file, isOwn) => {
  expect(isOwnCode(frame('f', file))).toBe(isOwn)
})
