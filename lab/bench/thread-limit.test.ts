import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { BenchPlan } from './bench-plan.ts'
import { closedPlan } from './bench-result.fixture.ts'
import { threadLimit } from './thread-limit.ts'

const open = { kind: 'open', rate: 100, arrivals: 'constant', inFlightMax: 4096 } as const

function limitOf(load: BenchPlan['load'], settings: Partial<BenchPlan['settings']> = {}) {
  return threadLimit({ load, settings: { ...UNLIMITED, ...settings } })
}

describe('threadLimit', () => {
  it.each([
    ['maxConnsPerHost', { maxConnsPerHost: 3 }],
    ['maxIdlePerHost', { maxIdlePerHost: 3, maxConnsPerHost: 4 }],
    ['maxWaiting', { maxWaiting: 3, maxIdlePerHost: 5 }],
  ])('is %s where that is the least', (name, settings) => {
    expect(limitOf(open, settings)).toEqual({ mostThreads: 3, what: `${name} 3` })
  })

  it('is what may be under way, or how many users there are', () => {
    expect(limitOf({ ...open, inFlightMax: 2 }, { maxConnsPerHost: 3 })).toEqual({
      mostThreads: 2,
      what: '--in-flight 2',
    })
    expect(threadLimit(closedPlan)).toEqual({ mostThreads: 10, what: '10 users (--connections)' })
  })

  it('leaves out a setting that is off, for each thread as for all', () => {
    expect(limitOf(open, { maxIdlePerHost: 0, maxWaiting: 0 })?.mostThreads).toBe(4096)
  })
})
