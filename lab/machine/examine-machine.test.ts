import { describe, expect, it } from 'vitest'
import type { Certificate } from './certificate.ts'
import { goodCertificate } from './certificate.fixture.ts'
import { examineMachine, type MachineFinding } from './examine-machine.ts'
import type { Limits } from './limits.ts'

function find(subject: string, change: Partial<Certificate>): MachineFinding | undefined {
  return examineMachine({ ...goodCertificate, ...change }).find((each) => each.subject === subject)
}

function withLimits(change: Partial<Limits>): Partial<Certificate> {
  return { limits: { ...goodCertificate.limits, ...change } }
}

describe('examineMachine', () => {
  it('finds a good machine fine', () => {
    expect(examineMachine(goodCertificate).map(({ subject, finding }) => [subject, finding])).toEqual([
      [
        'cores',
        '8, no CPU quota; beside a target on this machine: 7 load threads for 8 cores, one left to the target',
      ],
      ['open files', '65536 may be open (hard limit unlimited), 24 are'],
      [
        'local ports',
        '28232 (32768-60999), for 471 new connections a second to one remote address, 28232 to this machine',
      ],
      ['timers', 'clock steps of 0.04 µs; 1 ms timers 0.09 ms late (P50), 0.40 ms (P99)'],
      ['undici', 'keeps its schedule up to 11314/s (lateness P99 0.83 ms, 100.0 % answered)'],
      ['wire', 'keeps its schedule up to 27554/s (lateness P99 0.91 ms, 100.0 % answered)'],
    ])
    expect(examineMachine(goodCertificate).every(({ fine, advice }) => fine && advice === null)).toBe(true)
  })

  it('does not like a quota below the cores, or a single core', () => {
    expect(find('cores', { quotaCores: 1.5 })).toMatchObject({
      fine: false,
      finding: expect.stringContaining('8, a CPU quota of 1.5; ') as string,
      advice: expect.stringContaining('raise the quota') as string,
    })
    expect(find('cores', { quotaCores: 8 })?.fine).toBe(true)
    expect(find('cores', { cores: 1 })?.advice).toContain('another machine')
  })

  it('wants files for the most requests that are under way at once', () => {
    expect(find('open files', withLimits({ openFiles: { soft: 4224, hard: 4224, open: 9 } }))?.fine).toBe(
      true,
    )
    expect(find('open files', withLimits({ openFiles: { soft: 1024, hard: 4223, open: 9 } }))).toMatchObject({
      fine: false,
      advice: expect.stringContaining('the hard limit is 4223') as string,
    })
    expect(
      find('open files', withLimits({ openFiles: { soft: 1024, hard: 4224, open: null } })),
    ).toMatchObject({
      finding: '1024 may be open (hard limit 4224)',
      advice: "run 'ulimit -n 4224' in the shell before",
    })
  })

  it('wants as many local ports as usual, and says how many dials they are good for', () => {
    expect(find('local ports', withLimits({ localPorts: { first: 60_000, last: 60_999 } }))).toMatchObject({
      fine: false,
      finding:
        '1000 (60000-60999), for 17 new connections a second to one remote address, 1000 to this machine',
      advice: "sysctl -w net.ipv4.ip_local_port_range='1024 65535'",
    })
  })

  it('wants timers that wake up and a clock that moves', () => {
    const good = goodCertificate.timer
    expect(find('timers', { timer: { ...good, sleepLateMs: { p50: 0.1, p99: 5.1 } } })?.fine).toBe(false)
    expect(find('timers', { timer: { ...good, resolutionUs: 1000 } })?.fine).toBe(false)
  })

  it('says so when a driver kept its schedule at no rate', () => {
    const driver = {
      driver: 'wire',
      highestRate: 0,
      latenessP50Ms: 2,
      latenessP99Ms: 9,
      achievedShare: 0.97,
    } as const
    expect(find('wire', { drivers: [driver] })).toEqual({
      subject: 'wire',
      fine: false,
      finding:
        'kept its schedule at no rate (lateness P99 9.00 ms, 97.0 % answered; P99 up to 1 ms and 99.8 % are wanted)',
      advice: 'close what else runs here, and measure again',
    })
  })

  it('does not complain of what a system does not tell', () => {
    for (const subject of ['open files', 'local ports']) {
      expect(find(subject, withLimits({ openFiles: null, localPorts: null }))).toEqual({
        subject,
        fine: true,
        finding: 'not known on this system',
        advice: null,
      })
    }
  })
})
