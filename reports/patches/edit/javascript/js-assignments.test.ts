import { expect, test } from 'vitest'
import { edit, refusal, type SourceFile, wantedSample } from '../syntax/lezer-tree-edit.fixture.ts'
import { javascriptDialect } from './javascript.ts'

function code(...lines: readonly string[]): SourceFile {
  const text = ["import http, { Agent } from 'http'", ...lines, ''].join('\n')
  return { dialect: javascriptDialect, client: 'node-http-agent', name: 'a.js', text }
}

function notesOf(file: SourceFile): readonly string[] {
  const done = edit(file)
  if (done.kind === 'refused') expect.fail(done.message)
  return done.notes.filter((note) => note.includes('is set on line'))
}

test.each(['const agent = new Agent({ keepAlive: true })', 'let agent\nagent = new Agent()'])(
  'a property that is set after %j is named, and nothing is changed',
  (made) => {
    const line = made.split('\n').length + 2
    expect(refusal(code(made, 'agent.maxSockets = 25'))).toBe(
      `a.js:${line}:1: maxSockets is set here again: change it here, or take it away`,
    )
    expect(refusal(code(made, 'agent.maxFreeSockets += 1'))).toContain('maxFreeSockets is set here again')
  },
)

test('one that says what is wanted, or that the pool does not look at again, is left alone', () => {
  const { maxConnsPerHost } = wantedSample
  const same = `agent.maxSockets = ${maxConnsPerHost}`
  expect(notesOf(code('const agent = new Agent()', same, 'agent.timeout = 5'))).toEqual([])
})

test('one that may be that of another agent is mentioned', () => {
  expect(
    notesOf(
      code(
        'const agent = new Agent()',
        'http.globalAgent.maxSockets = 3',
        'function f(agent) { agent.maxFreeSockets = limit() }',
      ),
    ),
  ).toEqual([
    'http.globalAgent.maxSockets is set on line 3: see that it does not undo the settings.',
    'agent.maxFreeSockets is set on line 4: see that it does not undo the settings.',
  ])
})
