import { expect, test } from 'vitest'
import { plainPaint } from '../../reports/terminal/paint.ts'
import { canRedraw } from './terminal-abilities.ts'
import { createPaint } from './terminal-paint.ts'

const terminal = { isTTY: true }
const pipe = { isTTY: undefined }

test.each<[{ isTTY: boolean | undefined }, NodeJS.ProcessEnv, boolean]>([
  [terminal, {}, true],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { TERM: 'dumb' }, false],
  [terminal, { CI: 'true' }, false],
  [terminal, { CI: 'false' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
  [pipe, {}, false],
  [pipe, { FORCE_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: '' }, true],
  [pipe, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: 'false' }, false],
])('text for %j with %j has colours: %s', (stream, env, coloured) => {
  const paint = createPaint(stream, env)
  expect(paint.bad('x')).toBe(coloured ? '\u001b[31mx\u001b[39m' : 'x')
  expect(paint === plainPaint).toBe(!coloured)
})

test('each tone has a style of its own', () => {
  const { good, bad, warn, strong, dim } = createPaint(terminal, {})
  expect(new Set([good, bad, warn, strong, dim].map((tone) => tone('x'))).size).toBe(5)
})

test.each<[{ isTTY: boolean | undefined }, NodeJS.ProcessEnv, boolean]>([
  [terminal, { NO_COLOR: '1' }, true],
  [terminal, { CI: '1' }, false],
  [terminal, { TERM: 'dumb' }, false],
  [pipe, { FORCE_COLOR: '1' }, false],
])('%j with %j can be drawn on again: %s', (stream, env, can) => {
  expect(canRedraw(stream, env)).toBe(can)
})
