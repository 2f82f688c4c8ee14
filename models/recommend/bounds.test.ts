import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { boundsClash, longestAllowedMs, rangeText, settingsWithin } from './bounds.ts'

const safe = { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source: 'hint' } as const

describe('boundsClash', () => {
  it('names the bound, what is safe and why, with what to do', () => {
    expect(boundsClash({ idleTimeoutMs: { min: 90_000 } }, safe)).toBe(
      'bounds.idleTimeoutMs.min is 90000 ms, but only up to 64000 ms does the client close before the server ' +
        '(which keeps idle connections for 65 s, less a margin of 1 s): lower the bound to 64000 or less, or have ' +
        'the server keep idle connections for longer',
    )
  })

  it('is none where a safe idle timeout is left', () => {
    expect(boundsClash({ idleTimeoutMs: { min: 64_000, max: 100_000 } }, safe)).toBeNull()
    expect(boundsClash({}, safe)).toBeNull()
  })
})

describe('settingsWithin', () => {
  it('moves what is out of bounds to the nearest bound, and nothing else', () => {
    const bounds = { maxIdlePerHost: { min: 4, max: 8 }, maxConnsPerHost: { max: 20 } }
    const settings = { ...UNLIMITED, idleTimeoutMs: 5000, maxIdlePerHost: 2 }
    expect(settingsWithin(bounds, settings)).toEqual({ ...settings, maxIdlePerHost: 4, maxConnsPerHost: 20 })
  })
})

describe('longestAllowedMs', () => {
  it('is the shorter of what is safe and what is allowed', () => {
    expect(longestAllowedMs({ idleTimeoutMs: { max: 30_000 } }, 64_000)).toBe(30_000)
    expect(longestAllowedMs({ idleTimeoutMs: { max: 90_000 } }, 64_000)).toBe(64_000)
    expect(longestAllowedMs({}, 64_000)).toBe(64_000)
  })
})

describe('rangeText', () => {
  it('has the unit of the setting', () => {
    expect(rangeText('idleTimeoutMs', { min: 5000, max: 60_000 })).toBe('5 s to 60 s')
    expect(rangeText('maxIdlePerHost', { min: 4 })).toBe('at least 4')
    expect(rangeText('maxConnsPerHost', { max: 50 })).toBe('at most 50')
  })
})
