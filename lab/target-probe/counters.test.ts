import { expect, test } from 'vitest'
import { countInProbe, readCounters } from './counters.ts'

test('counts by name, by one or by more, for as long as the process lives', () => {
  const before = readCounters()
  countInProbe('test.calls')
  countInProbe('test.calls')
  countInProbe('test.bytes', 512)
  expect(readCounters()).toEqual({ ...before, 'test.calls': 2, 'test.bytes': 512 })
})

test('another copy of the module counts together with this one', () => {
  const counters = (globalThis as Record<symbol, unknown>)[Symbol.for('kneepoint.counters')]
  expect(counters).toBeInstanceOf(Map)
  countInProbe('test.shared')
  expect((counters as Map<string, number>).get('test.shared')).toBe(1)
})
