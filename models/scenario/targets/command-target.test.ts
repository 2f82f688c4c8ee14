import { describe, expect, test } from 'vitest'
import { describeIssues, formatPath } from '../describe-issues.ts'
import { target } from '../target-schema.ts'
import { commandTarget, withPort } from './command-target.ts'

function problemsOf(value: object): readonly string[] {
  const result = target.safeParse(value)
  return describeIssues(result.error?.issues ?? [], value).map(
    ({ path, text }) => `${formatPath(path)}: ${text}`,
  )
}

test('a command is enough', () => {
  expect(commandTarget.parse({ command: ['node', 'server.js'] })).toEqual({
    command: ['node', 'server.js'],
    readyTimeoutMs: 30_000,
    stopTimeoutMs: 5000,
    env: {},
  })
})

test('a URL may have the place of the port in it, and so may those of pages', () => {
  const own = {
    command: ['./server', '--port={port}'],
    url: 'https://localhost:{port}/api',
    prometheus: 'http://127.0.0.1:{port}/metrics',
    pprof: 'http://127.0.0.1:6060/debug/pprof',
  }
  expect(target.parse(own)).toMatchObject(own)
  expect(withPort('{port}:{port}', 80)).toBe('80:80')
})

describe('what is wrong is said', () => {
  const COMMAND = "a program and its arguments, such as ['node', 'server.js']"
  const command = ['node']

  test.each<[object, readonly string[]]>([
    [{ command: 'node server.js' }, [`command: found "node server.js", expected ${COMMAND}`]],
    [{ command: [] }, ['command[0]: missing, expected the name or path of a program']],
    [{ command: ['node', 1] }, ['command[1]: found 1, expected text without a NUL']],
    [{ command: [''] }, ['command[0]: found "", expected the name or path of a program']],
    [
      { command, ready: 'healthz' },
      ['ready: found "healthz", expected a path that begins with a slash, such as /healthz'],
    ],
    [{ command, readdy: '/' }, ['readdy: unknown key; did you mean ready?']],
    [{ command, env: { A: 1 } }, ['env.A: found 1, expected text without a NUL']],
    [{ command, env: { 'A=B': '1' } }, ['env["A=B"]: found the name "A=B", expected the name of a variable']],
    [
      { command, url: 'http://x/?{port}' },
      [
        'url: found "http://x/?{port}", expected an http or https URL such as https://127.0.0.1:{port}, without user, query and fragment',
      ],
    ],
    [{ command, port: 0 }, ['port: found 0, expected a whole number from 1 to 65535']],
    [{ command, slots: 1 }, [expect.stringMatching(/^slots: unknown key; known here: command, ready, /)]],
  ])('of %o', (value, problems) => {
    expect(problemsOf(value)).toEqual(problems)
  })
})
