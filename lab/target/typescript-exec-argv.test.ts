import { expect, test } from 'vitest'
import { threadExecArgv, typescriptExecArgv } from './typescript-exec-argv.ts'

const SOURCE = new URL('file:///app/entry.ts')
const BUILT = new URL('file:///app/entry.js')
const TSX = [
  '--require',
  '/app/node_modules/tsx/dist/preflight.cjs',
  '--import',
  'file:///app/node_modules/tsx/dist/loader.mjs',
]

test('passes the loader of the parent on, once', () => {
  expect(typescriptExecArgv(SOURCE, TSX)).toEqual(TSX)
  expect(typescriptExecArgv(SOURCE, ['--import', 'tsx'])).toEqual(['--import', 'tsx'])
  expect(typescriptExecArgv(SOURCE, ['--import=tsx'])).toEqual(['--import=tsx'])
})

test('leaves behind the debugger, the profiler and the code of -e', () => {
  const own = ['--inspect-brk=9229', '--cpu-prof', '-e', 'run()', '--expose-gc', ...TSX]
  expect(typescriptExecArgv(SOURCE, own)).toEqual(['--expose-gc', ...TSX])
})

test('a built entry needs no loader', () => {
  expect(typescriptExecArgv(BUILT, [])).toEqual([])
})

test('a thread loads like a child, without the flag for garbage collection, which it is refused with', () => {
  expect(threadExecArgv(SOURCE, ['--expose-gc', ...TSX])).toEqual(TSX)
})
