import { expect, test } from 'vitest'
import { describeIssues, formatPath } from './describe-issues.ts'
import { target } from './target-schema.ts'

function problemsOf(value: unknown): readonly string[] {
  const result = target.safeParse(value)
  return describeIssues(result.error?.issues ?? [], value).map(
    ({ path, text }) => `${formatPath(path)}: ${text}`,
  )
}

test.each<[unknown, RegExp]>([
  [{}, /^: found \{\}, expected \{ builtin: 'shop' .*command.* or \{ url: 'https:\/\/…' \}$/],
  [{ builtin: 'shopp' }, /^builtin: found "shopp", expected one of .*shop.*; did you mean shop\?$/],
  [{ builtin: 'shop', slot: 4 }, /^slot: unknown key; did you mean slots\?$/],
  [{ comand: ['node'] }, /^command: missing, expected a program and its arguments/],
  [{ ulr: 'http://x' }, /^url: missing, expected an http or https URL/],
  [{ url: 'http://x', pprof: 'x' }, /^pprof: found "x", expected the http or https URL of Go's profiles/],
])('says of %o what was meant', (value, problem) => {
  expect(problemsOf(value)[0]).toMatch(problem)
})

test('tells a command with a URL from a URL', () => {
  expect(target.parse({ url: 'http://127.0.0.1:3000', command: ['node'] })).toHaveProperty('command', [
    'node',
  ])
  expect(target.parse({ url: 'http://127.0.0.1:3000' })).toEqual({ url: 'http://127.0.0.1:3000' })
})
