import { expect, test } from 'vitest'
import { runtimeStarts } from './runtime-starts.ts'

test('each runtime is told in its own words to run a module, and to run nothing', () => {
  expect(runtimeStarts('node', 'x.js')).toEqual({ bare: ['node', '-e', '0'], program: ['node', 'x.js'] })
  expect(runtimeStarts('/opt/bun', 'x.js')).toEqual({
    bare: ['/opt/bun', '-e', '0'],
    program: ['/opt/bun', '--bun', 'x.js'],
  })
  expect(runtimeStarts('/opt/deno', 'x.js')).toEqual({
    bare: ['/opt/deno', 'eval', '0'],
    program: ['/opt/deno', 'run', '--allow-all', 'x.js'],
  })
})
