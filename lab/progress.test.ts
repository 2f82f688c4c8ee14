import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function said(isTTY: boolean, env: NodeJS.ProcessEnv = {}) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 40 })
  let nowMs = 0
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, () => nowMs, env)
  return {
    progress,
    wait: (ms: number): void => {
      nowMs += ms
    },
    text: () => String(stream.read() ?? ''),
  }
}

test('where there is no terminal, what goes on is said every ten seconds', () => {
  const { progress, wait, text } = said(false)
  progress.show('one')
  wait(9_999)
  progress.show('two')
  expect(text()).toBe('')
  wait(1)
  progress.show('three')
  progress.show('four')
  expect(text()).toBe('three\n')
  progress.end()
  expect(text()).toBe('')
})

test('a line that stays is said at once, and puts off the next of the others', () => {
  const { progress, wait, text } = said(false)
  wait(9_000)
  progress.say('probe done')
  wait(9_000)
  progress.show('sweeping')
  expect(text()).toBe('probe done\n')
  wait(1_000)
  progress.show('sweeping')
  expect(text()).toBe('sweeping\n')
})

test('in CI there are no live lines, terminal or not', () => {
  const { progress, text } = said(true, { CI: 'true' })
  progress.show('sweeping')
  expect(text()).toBe('')
})

test('on a terminal the live line is replaced at most four times a second, and fits', () => {
  const { progress, wait, text } = said(true)
  progress.show('x'.repeat(100))
  const first = text()
  expect(first).toContain('x'.repeat(39))
  expect(first).not.toContain('x'.repeat(40))
  wait(249)
  progress.show('second')
  expect(text()).toBe('')
  wait(1)
  progress.show('third')
  expect(text()).toContain('third')
  progress.say('probe done')
  expect(text()).toContain('probe done\n')
  progress.end()
})
