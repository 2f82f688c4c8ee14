import { describe, expect, test } from 'vitest'
import { commandTarget } from '../../models/scenario/targets/command-target.ts'
import { explainUnready, quoteCommand } from './command-failure.ts'
import type { Listener } from './command-listeners.ts'

function explained(listeners: readonly Listener[], port?: number): string {
  const given = { command: ['node', 'server.js'], readyTimeoutMs: 1500 }
  const target = commandTarget.parse(port === undefined ? given : { ...given, port })
  const seen = { problem: 'nothing listens on 127.0.0.1:4000', port: 4000, listeners }
  return explainUnready(target, seen, '; it wrote to stdout:\nup')
}

const FIRST = 'target.command: "node server.js" was not ready after 1.5 s: nothing listens on 127.0.0.1:4000'
const OUTPUT = '; it wrote to stdout:\nup'

describe('a command that is not ready in time', () => {
  test('may listen on no port at all, or on the right one', () => {
    expect(explained([])).toBe(FIRST + OUTPUT)
    expect(explained([{ pid: 1, host: '0.0.0.0', port: 4000 }])).toBe(FIRST + OUTPUT)
  })

  test('may listen on a port of its own', () => {
    const listeners = [
      { pid: 1, host: '[::]', port: 3000 },
      { pid: 2, host: '[::]', port: 3000 },
    ]
    const hint =
      '; it listens on [::]:3000: its port has to be that of the variable PORT, or of {port} in target.command'
    expect(explained(listeners, 4000)).toBe(FIRST + hint + OUTPUT)
    const fixed = '; if it always takes that one, say target.port: 3000'
    expect(explained(listeners)).toBe(FIRST + hint + fixed + OUTPUT)
  })

  test('may listen on another address', () => {
    const hint = "; it listens on [::1]:4000: say target.url: 'http://[::1]:{port}'"
    expect(explained([{ pid: 1, host: '[::1]', port: 4000 }])).toBe(FIRST + hint + OUTPUT)
  })
})

test('a command is named with its words apart, and not longer than a line', () => {
  expect(quoteCommand(['sh', '-c', 'node server.js'])).toBe('"sh -c "node server.js""')
  expect(quoteCommand(['node', 'x'.repeat(200)])).toBe(`"node ${'x'.repeat(74)}…"`)
})
