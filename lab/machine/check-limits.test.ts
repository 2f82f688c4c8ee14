import { describe, expect, it } from 'vitest'
import { checkLimits, type LimitsCheck } from './check-limits.ts'
import type { Limits } from './limits.ts'

const limits: Limits = {
  openFiles: { soft: 1024, hard: 4096, open: 30 },
  localPorts: { first: 32_768, last: 60_999 },
  timeWaitReuse: 2,
  toTarget: { inUse: 100, timeWait: 2000 },
  targetIsLoopback: false,
}

function check(change: Partial<LimitsCheck>, limitsChange: Partial<Limits> = {}): string[] {
  const base = { expectedConnections: 100, expectedDialsPerSecond: 10, durationMs: 30_000 }
  return checkLimits({ ...base, limits: { ...limits, ...limitsChange }, ...change })
}

describe('open files', () => {
  it('are enough up to the limit, those already open counted', () => {
    expect(check({ expectedConnections: 930 })).toEqual([])
    expect(check({ expectedConnections: 931 })).toEqual([
      "931 connections need about 1025 open files, and this process may have 1024: run 'ulimit -n 1025' in the shell before",
    ])
    const unlimited = { soft: 'unlimited', hard: 'unlimited', open: null } as const
    expect(check({ expectedConnections: 9000 }, { openFiles: unlimited })).toEqual([])
  })

  it('above the hard limit need the administrator', () => {
    expect(check({ expectedConnections: 5000 })[0]).toMatch(
      /: the hard limit is 4096: raise it first, with nofile in \/etc\/security\/limits\.conf, LimitNOFILE of a service, or --ulimit nofile=5094 of a container$/,
    )
  })
})

describe('local ports', () => {
  it('run out when connections are dialed faster than their ports come free', () => {
    // Of 28,232 ports, 100 are in use and 2000 in TIME_WAIT.
    const fast = { expectedDialsPerSecond: 1000, durationMs: 30_000 }
    expect(check(fast)).toEqual([
      "100 connections to one address need as many local ports, and 30000 more while 1000 closed ones a second keep theirs for 60 s; 26132 of 28232 are free: keep connections open for longer, or sysctl -w net.ipv4.tcp_tw_reuse=1, or sysctl -w net.ipv4.ip_local_port_range='1024 65535', or send the load from more addresses",
    ])
    expect(check({ ...fast, durationMs: 20_000 })).toEqual([])
  })

  it('are held for a minute at most, however long it lasts', () => {
    expect(check({ expectedDialsPerSecond: 430, durationMs: 3_600_000 })).toEqual([])
    expect(check({ expectedDialsPerSecond: 480, durationMs: 3_600_000 })).toHaveLength(1)
  })

  it('come free after a second on loopback', () => {
    const fast = { expectedDialsPerSecond: 20_000, durationMs: 60_000 }
    expect(check(fast, { targetIsLoopback: true })).toEqual([])
    expect(check(fast)).toHaveLength(1)
    expect(check({ ...fast, expectedDialsPerSecond: 40_000 }, { targetIsLoopback: true })[0]).not.toContain(
      'reuse',
    )
  })

  it('limit the connections to one address', () => {
    const many = { expectedConnections: 30_000, expectedDialsPerSecond: null }
    const openFiles = null
    expect(check(many, { openFiles })).toEqual([
      "30000 connections to one address need as many local ports; 26132 of 28232 are free: sysctl -w net.ipv4.ip_local_port_range='1024 65535', or send the load from more addresses",
    ])
    const widest = { openFiles, localPorts: { first: 1024, last: 30_000 } }
    expect(check(many, widest)[0]).toMatch(/are free: send the load from more addresses$/)
  })
})

it('warns of nothing where nothing is known', () => {
  const unknown = { openFiles: null, localPorts: null, timeWaitReuse: null, toTarget: null }
  expect(check({ expectedConnections: 1e6, expectedDialsPerSecond: 1e6 }, unknown)).toEqual([])
})
