import { describe, expect, it } from 'vitest'
import { PLAIN_POLICY, type PoolPolicy } from './policy.ts'
import { noHint, poolWith } from './pool-with.fixture.ts'
import { UNLIMITED } from './settings.ts'
import { SharedLimits } from './shared-limits.ts'

describe('limits that pools share', () => {
  const policy: PoolPolicy = { ...PLAIN_POLICY, idleCapScope: 'all-hosts', connCapScope: 'all-hosts' }

  it.each(['maxIdlePerHost', 'maxConnsPerHost'] as const)('%s is not changed in one of them', (name) => {
    const settings = { ...UNLIMITED, maxIdlePerHost: 2, maxConnsPerHost: 2 }
    const { machine, reconfigure } = poolWith(settings, policy, new SharedLimits(settings, policy))
    expect(() => reconfigure({ [name]: 3, idleTimeoutMs: 5 }, 0)).toThrow(
      new RangeError(`${name} is shared by several pools and cannot be changed in one of them`),
    )
    expect(machine.settings).toEqual(settings)
    reconfigure({ idleTimeoutMs: 5 }, 0)
    expect(machine.settings.idleTimeoutMs).toBe(5)
  })

  it('what one pool gives up goes to those that wait in the others', () => {
    const settings = { ...UNLIMITED, maxConnsPerHost: 2 }
    const shared = new SharedLimits(settings, policy)
    const [first, second] = [poolWith(settings, policy, shared), poolWith(settings, policy, shared)]
    first.busy(2)
    first.release(0, 1)
    second.machine.acquire(0, 2)
    expect(second.taken()).toEqual([])
    first.reconfigure({ idleTimeoutMs: 5 }, 10)
    expect(first.taken()).toEqual(['close 0: idle-expired'])
    expect(second.taken()).toEqual(['dial 0'])
  })

  it('do not come about while a pool runs (Go, MaxIdleConns 100)', () => {
    const go = { allHosts: { ...PLAIN_POLICY.allHosts, maxIdle: 100 } }
    const { machine, busy, release, reconfigure } = poolWith({ maxIdlePerHost: 2 }, go)
    busy(1)
    release(0, 0)
    expect(() => reconfigure({ maxIdlePerHost: 101 }, 0)).toThrow(
      new RangeError('these settings need limits over all hosts, and the pool was made without them'),
    )
    expect(machine.settings.maxIdlePerHost).toBe(2)
    reconfigure({ maxIdlePerHost: 100 }, 0)
    machine.acquire(7, 1)
    machine.release(0, noHint, 2)
    expect(machine.idle).toBe(1)
  })
})
