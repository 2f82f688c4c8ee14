import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Lease } from './lease.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('ends after its limit, unless it is renewed or ended before', () => {
  const onExpiry = vi.fn<() => void>()
  const lease = new Lease(100, onExpiry)
  lease.renew()
  vi.advanceTimersByTime(99)
  lease.renew()
  vi.advanceTimersByTime(99)
  expect(onExpiry).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(onExpiry).toHaveBeenCalledTimes(1)
  lease.renew()
  lease.end()
  vi.advanceTimersByTime(1_000)
  expect(onExpiry).toHaveBeenCalledTimes(1)
})
