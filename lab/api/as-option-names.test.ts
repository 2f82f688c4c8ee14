import { expect, it } from 'vitest'
import { asOptionNames } from './as-option-names.ts'

it.each([
  [
    'To compare them all the same: --allow-different plan,seed',
    'To compare them all the same: allowDifferent plan,seed',
  ],
  ['name it a second time with --allow db.internal', 'name it a second time with allow db.internal'],
  ['--set: idleTimeoutMs 0 is too small', 'settings: idleTimeoutMs 0 is too small'],
  ['--server-idle: x', 'serverIdleMs: x'],
  [
    'go on with kneepoint run --resume .kneepoint/runs/a',
    'go on with kneepoint run --resume .kneepoint/runs/a',
  ],
  ['kneepoint report --json; raise --to', 'kneepoint report --json; raise to'],
  ['a--b and a -- b', 'a--b and a -- b'],
  ['--constructor', 'constructor'],
])('%s', (message, expected) => {
  expect(asOptionNames(message)).toBe(expected)
})
