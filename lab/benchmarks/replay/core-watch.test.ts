import { expect, test } from 'vitest'
import { CoreWatch, parseCoreWaitMs } from './core-watch.ts'

test('reads the second number, in nanoseconds', () => {
  expect(parseCoreWaitMs('708914 19576834 3\n')).toBe(19.576834)
  expect(parseCoreWaitMs('708914\n')).toBeNull()
  expect(parseCoreWaitMs('')).toBeNull()
})

test('knows nothing of a process that is not there', async () => {
  const watch = await CoreWatch.start([2 ** 30])
  expect(await watch.share()).toBeNull()
})
