import { expect, test } from 'vitest'
import { describeThrown } from './describe-thrown.ts'

const MAP = JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: '' })

function described(thrown: unknown): string {
  return describeThrown(thrown, 'a.ts', '/runs/scenario.mjs', MAP)
}

const unreadable = new Error()
Object.defineProperty(unreadable, 'message', {
  get() {
    throw unreadable
  },
})

test.each([
  ['text', 'a.ts threw "text" while it was loaded'],
  [null, 'a.ts threw null while it was loaded'],
  [Symbol('x'), 'a.ts threw Symbol(x) while it was loaded'],
  [Object.create(null), 'a.ts threw an object that has no text while it was loaded'],
  [unreadable, 'a.ts threw an object that has no text while it was loaded'],
  [Object.assign(new Error('x'), { stack: 7 }), 'a.ts threw while it was loaded: Error: x'],
  [
    Object.assign(new Error('x'), { stack: 'Error: x\n    at file://host/a.ts:1:1' }),
    'a.ts threw while it was loaded: Error: x',
  ],
])('whatever is thrown is described: %#', (thrown, text) => {
  expect(described(thrown)).toBe(text)
})
