import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChainFaults } from './chain-faults.ts'
import { CHAIN } from './chain-services.ts'

const settings = CHAIN[0]!.settings

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('ChainFaults', () => {
  it('changes nothing while there is none', () => {
    const faults = new ChainFaults(1, 'gateway')
    expect(faults.settings(settings)).toBe(settings)
    expect(faults.slowness).toBe(1)
    expect(faults.isLeaked()).toBe(false)
    expect(faults.isFailing()).toBe(false)
  })

  it('changes the one setting that a fault is about', () => {
    const faults = new ChainFaults(1, 'gateway')
    faults.set({ kind: 'timeout-order', timeoutMs: 7 })
    expect(faults.settings(settings)).toEqual({ ...settings, timeoutMs: 7 })
    faults.set({ kind: 'retry-storm', retries: 9 })
    expect(faults.settings(settings)).toEqual({ ...settings, retries: 9 })
    faults.set({ kind: 'lost-capacity', slots: 1 })
    expect(faults.settings(settings)).toEqual({ ...settings, slots: 1 })
    faults.set(null)
    expect(faults.settings(settings)).toBe(settings)
  })

  it('leaks every so manieth call', () => {
    const faults = new ChainFaults(1, 'gateway')
    faults.set({ kind: 'leaked-connection', every: 3 })
    expect(Array.from({ length: 7 }, () => faults.isLeaked())).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
      false,
    ])
  })

  it('fails at the beginning of every period only', async () => {
    const faults = new ChainFaults(1, 'inventory')
    faults.setFailures({ share: 1, forMs: 200, everyMs: 1000 })
    const seen: boolean[] = []
    for (let i = 0; i < 20; i++) {
      seen.push(faults.isFailing())
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(seen.flatMap((isFailing, i) => (isFailing ? [i] : []))).toEqual([0, 1, 10, 11])
  })
})
