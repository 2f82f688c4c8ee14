import { expect, test, vi } from 'vitest'
import { createProgram } from '../command-line/program.ts'
import { EXIT } from '../exit-codes.ts'
import { verbosityOf } from './verbosity.ts'

test.each([
  [{}, 'normal'],
  [{ quiet: false, verbose: false }, 'normal'],
  [{ quiet: true, verbose: false }, 'quiet'],
  [{ quiet: false, verbose: true }, 'verbose'],
])('%j is %s', (flags, verbosity) => {
  expect(verbosityOf(flags)).toBe(verbosity)
})

test.each([
  ['run', 'scenario.ts'],
  ['bench', 'http://127.0.0.1:1'],
  ['knee', 'http://127.0.0.1:1'],
  ['simulate', 'scenario.ts'],
])('%s takes one of the two flags', async (...args) => {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  try {
    const command = createProgram(new AbortController().signal)
    expect(await command([...args, '--quiet', '--verbose'])).toBe(EXIT.usage)
    expect(said.mock.calls.join('')).toContain("'--quiet' cannot be used with option '--verbose'")
  } finally {
    said.mockRestore()
  }
})
