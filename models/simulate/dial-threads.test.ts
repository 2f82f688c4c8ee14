import { expect, it } from 'vitest'
import { DialThreads } from './dial-threads.ts'

it('takes one dial after another at the server, and at each client', () => {
  const threads = new DialThreads(5)
  expect(threads.begin(0, 100)).toBe(0)
  expect(threads.begin(0, 101)).toBe(4)
  expect(threads.begin(1, 102)).toBe(8)
  expect(threads.clientFreeAtMs(0)).toBe(110)
  expect(threads.clientFreeAtMs(1)).toBe(107)
  expect(threads.serverFreeAtMs).toBe(115)
  expect(threads.begin(1, 200)).toBe(0)
})

it('keeps nobody waiting where a dial takes no thread', () => {
  const threads = new DialThreads(0)
  expect([threads.begin(0, 1), threads.begin(0, 1)]).toEqual([0, 0])
  expect(threads.clientFreeAtMs(0)).toBe(-Infinity)
})
