import { expect, it } from 'vitest'
import { drainLimitMs, lifecycleTimes } from './drain-limit.ts'
import { PLAIN_SERVICE, serviceWith } from './service-options.fixture.ts'

const lifecycle = { preheatMs: 0, drainDelayMs: 2000, drainDeadlineMs: 9000, idleGraceMs: 100 }

it('is as long as an instance may drain, and a second for the rest', () => {
  expect(drainLimitMs(serviceWith({ lifecycle }))).toBe(12_000)
  expect(drainLimitMs(serviceWith({ lifecycle: true }))).toBe(6300)
  expect(drainLimitMs(PLAIN_SERVICE)).toBe(1000)
})

it('takes the usual times where none are said', () => {
  expect(lifecycleTimes({ lifecycle })).toBe(lifecycle)
  expect(lifecycleTimes({ lifecycle: true })).toMatchObject({ drainDelayMs: 300, drainDeadlineMs: 5000 })
  expect(lifecycleTimes({ lifecycle: false })).toBeNull()
})
