import { describe, expect, it } from 'vitest'
import { boundedTraps, leakingTraps, trapTarget } from './trap-target.ts'

describe('trapTarget', () => {
  it('leaks unless it is told otherwise', () => {
    expect(trapTarget.parse({ builtin: 'trap', trap: 'request-map' })).toEqual({
      builtin: 'trap',
      trap: 'request-map',
      fixed: false,
      settleRequests: 2000,
    })
  })

  it('has a fixed twin of each that leaks, and of no other', () => {
    const isFixable = (trap: string) => trapTarget.safeParse({ builtin: 'trap', trap, fixed: true }).success
    expect(leakingTraps.filter(isFixable)).toHaveLength(8)
    expect(boundedTraps.filter(isFixable)).toEqual([])
  })

  it.each([
    [{ trap: 'request-maps' }, 'trap', 'one of request-map, '],
    [{ trap: 'bounded-lru', fixed: true }, 'fixed', 'false for bounded-lru, slow-warm-up, periodic-batch'],
    [{ trap: 'bounded-lru', settleRequests: 3 }, 'settleRequests', 'a whole number from 4 to 1000000'],
  ])('refuses %j by %s', (options, key, message) => {
    const { error } = trapTarget.safeParse({ builtin: 'trap', ...options })
    expect(error?.issues[0]?.path).toEqual([key])
    expect(error?.issues[0]?.message).toContain(message)
  })
})
