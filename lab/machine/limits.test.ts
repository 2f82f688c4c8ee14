import { describe, expect, it } from 'vitest'
import { type Limits, parseOpenFiles, portCount, portHeldMs, readLimits } from './limits.ts'
import { filesOf } from './system-files.fixture.ts'

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max processes             96365                96365                processes 
Max open files            1024                 524288               files     
Max locked memory         8388608              8388608              bytes     
`

const linux = filesOf(
  {
    '/proc/self/limits': LIMITS,
    '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
    '/proc/sys/net/ipv4/tcp_tw_reuse': '2\n',
    '/proc/net/tcp': 'header\n',
  },
  { '/proc/self/fd': 24 },
)

describe('readLimits', () => {
  it('reads what Linux tells', () => {
    expect(readLimits({ host: '127.0.0.1', port: 80 }, linux)).toEqual({
      openFiles: { soft: 1024, hard: 524_288, open: 23 },
      localPorts: { first: 32_768, last: 60_999 },
      timeWaitReuse: 2,
      toTarget: { inUse: 0, timeWait: 0 },
      targetIsLoopback: true,
    })
  })

  it('knows nothing where there is no /proc, and does not throw', () => {
    expect(readLimits(null, filesOf({}))).toEqual({
      openFiles: null,
      localPorts: null,
      timeWaitReuse: null,
      toTarget: null,
      targetIsLoopback: false,
    })
  })

  it('reads this machine without throwing', () => {
    expect(() => readLimits({ host: '::1', port: 1 })).not.toThrow()
  })

  it('knows limits that are none', () => {
    const text = 'Max open files            unlimited            unlimited            files\n'
    expect(parseOpenFiles(text)).toEqual({ soft: 'unlimited', hard: 'unlimited' })
  })
})

describe('local ports', () => {
  const limits = readLimits({ host: '127.0.0.1', port: 80 }, linux)
  const heldMs = (change: Partial<Limits>) => portHeldMs({ ...limits, ...change })

  it('are counted with both ends', () => {
    expect(portCount(limits)).toBe(28_232)
    expect(portCount({ ...limits, localPorts: null })).toBeNull()
  })

  it('are held for a minute, or for a second where they may be used again', () => {
    expect(heldMs({ timeWaitReuse: 2, targetIsLoopback: true })).toBe(1000)
    expect(heldMs({ timeWaitReuse: 2, targetIsLoopback: false })).toBe(60_000)
    expect(heldMs({ timeWaitReuse: 1, targetIsLoopback: false })).toBe(1000)
    expect(heldMs({ timeWaitReuse: 0, targetIsLoopback: true })).toBe(60_000)
    expect(heldMs({ timeWaitReuse: null })).toBe(60_000)
  })
})
