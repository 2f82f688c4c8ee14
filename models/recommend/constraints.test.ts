import { describe, expect, it } from 'vitest'
import { bunFetch } from '../clients/bun-fetch.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import { haproxy } from '../clients/haproxy.ts'
import { UNLIMITED, type PoolSettings } from '../pool/settings.ts'
import type { ConstraintName, Premises } from './constraint.ts'
import { checkConstraints, countViolations } from './constraints.ts'
import type { Expectation } from './expectation.ts'
import { idleConnectionKiB } from './idle-memory.ts'
import { SURROUNDINGS } from './simulated-candidates.fixture.ts'

const premises: Premises = {
  client: goNetHttp,
  slo: { p99Ms: 250, failureRate: 0.001 },
  pods: 2,
  safe: { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source: 'hint' },
  surroundings: SURROUNDINGS,
  bounds: {},
}

const quiet: Expectation = {
  meanMs: 12,
  p99Ms: 20,
  failureRate: 0,
  dialsPerSecond: 1,
  dialShare: 0.001,
  peakDialsPerSecond: 1,
  idleConnections: 10,
  peakOpen: 20,
  peakIdle: 16,
  peakBusy: 18,
  waitP99Ms: 0,
  dialP99Ms: 20,
}

function check(
  name: ConstraintName,
  changes: {
    readonly settings?: Partial<PoolSettings>
    readonly expected?: Partial<Expectation>
    readonly premises?: Partial<Premises>
  } = {},
) {
  const settings = { ...UNLIMITED, idleTimeoutMs: 60_000, maxIdlePerHost: 8, ...changes.settings }
  const subject = { settings, expected: { ...quiet, ...changes.expected } }
  return checkConstraints(subject, { ...premises, ...changes.premises }).find((each) => each.name === name)
}

describe('the keep-alive race', () => {
  it('is safe up to the limit and no further', () => {
    expect(check('race', { settings: { idleTimeoutMs: 64_000 } })).toMatchObject({
      holds: true,
      atLimit: true,
      figures: '64 s of 64 s',
    })
    expect(check('race', { settings: { idleTimeoutMs: 64_001 } })?.holds).toBe(false)
    expect(check('race')).toMatchObject({ holds: true, atLimit: false })
  })

  it('is lost by a client that cannot set a timeout and keeps connections for longer', () => {
    const bun = check('race', { premises: { client: bunFetch }, settings: { idleTimeoutMs: 300_000 } })
    expect(bun).toMatchObject({ holds: false })
    expect(bun?.sentence).toContain('for 300 s, and only 64 s are safe')
    expect(bun?.sentence).toContain('has no idle timeout to set')
    expect(check('race', { premises: { client: haproxy } })?.holds).toBe(false)
  })
})

describe('the SLO', () => {
  it('is about the P99 and the failures', () => {
    expect(check('slo', { expected: { p99Ms: 250 } })?.holds).toBe(true)
    expect(check('slo', { expected: { p99Ms: 250.1 } })?.holds).toBe(false)
    expect(check('slo', { expected: { failureRate: 0.0011 } })).toMatchObject({
      holds: false,
      sentence: 'SLO: P99 20.0 ms of 250.0 ms, failures 0.11 % of 0.10 %.',
    })
  })
})

describe('local ports', () => {
  const one = { pods: 1 }

  it('last for 470 dials a second with the range of Linux and a minute of TIME_WAIT', () => {
    const rate = (peakDialsPerSecond: number) =>
      check('ports', { premises: one, expected: { peakDialsPerSecond, peakOpen: 0 } })
    expect(rate(470)).toMatchObject({ holds: true, figures: '28200 of 28232' })
    expect(rate(471)).toMatchObject({ holds: false, figures: '28260 of 28232' })
  })

  it('are those of a pod, with what pods behind one address would need', () => {
    const busy = { peakDialsPerSecond: 800, peakOpen: 30 }
    expect(check('ports', { expected: busy })).toMatchObject({ holds: true, figures: '24015 of 28232' })
    expect(check('ports', { expected: busy })?.sentence).toContain(
      'all 2 pods behind one address would need 48030, which is too many',
    )
  })

  it('are held for a second where they may be used again, and are those of Linux where not known', () => {
    const surroundings = { ...SURROUNDINGS, portHeldMs: 1000, localPorts: null }
    const found = check('ports', {
      premises: { ...one, surroundings },
      expected: { peakDialsPerSecond: 1000 },
    })
    expect(found).toMatchObject({ holds: true, figures: '1020 of 28232' })
    expect(found?.sentence).toContain('(the default of Linux)')
  })
})

describe('open files', () => {
  it('are half for connections', () => {
    expect(check('openFiles', { expected: { peakOpen: 1024 } })).toMatchObject({
      holds: true,
      atLimit: true,
      figures: '512 of 512',
    })
    expect(check('openFiles', { expected: { peakOpen: 1025 } })?.holds).toBe(false)
  })

  it('of the server are for what all pods may open, or do', () => {
    const surroundings = { ...SURROUNDINGS, serverOpenFiles: 200 }
    const withCap = (maxConnsPerHost: number) =>
      check('serverOpenFiles', { premises: { surroundings }, settings: { maxConnsPerHost } })
    expect(withCap(50)).toMatchObject({ holds: true, figures: '100 of 100' })
    expect(withCap(51)).toMatchObject({ holds: false, figures: '102 of 100' })
    expect(withCap(Infinity)).toMatchObject({ holds: true, figures: '20 of 100' })
  })

  it('are not spoken of where they are not known or not limited', () => {
    const surroundings = { ...SURROUNDINGS, openFiles: 'unlimited' as const }
    expect(check('openFiles', { premises: { surroundings } })).toBeUndefined()
    expect(check('serverOpenFiles')).toBeUndefined()
  })
})

describe('memory of idle connections', () => {
  it('is that of the kernel and of the process, more with TLS', () => {
    expect(idleConnectionKiB('client', true)).toBe(85.5)
    expect(idleConnectionKiB('client', false)).toBe(21.5)
    expect(idleConnectionKiB('server', true)).toBe(52.5)
    expect(idleConnectionKiB('server', false)).toBe(14.5)
  })

  it('is bounded in a pod and in the server', () => {
    const bounds = { idleMemoryMiB: 1 }
    // Of 16 idle connections 8 are a pod's: 0.67 MiB; the server has all: 0.82 MiB.
    expect(check('idleMemory', { premises: { bounds } })).toMatchObject({
      holds: true,
      figures: '0.8 of 1 MiB',
    })
    expect(check('idleMemory', { premises: { bounds }, expected: { peakIdle: 20 } })?.holds).toBe(false)
    expect(check('idleMemory', { expected: { peakIdle: 20 } })?.holds).toBe(true)
  })
})

describe('maxConnsPerHost', () => {
  const full = { settings: { maxConnsPerHost: 9 } }

  it('may be reached, so long as nobody waits', () => {
    expect(check('maxConns', full)).toMatchObject({ holds: true, atLimit: true })
    expect(check('maxConns', { ...full, expected: { waitP99Ms: 3 } })).toMatchObject({
      holds: false,
      sentence:
        'maxConnsPerHost 9: up to 18 of 2 × 9 connections are in use at once, and requests wait 3.0 ms for one (P99).',
    })
  })

  it('is not to blame for dials, nor where connections are left', () => {
    const dialing = { waitP99Ms: 20, dialShare: 0.05 }
    expect(check('maxConns', { ...full, expected: dialing })?.holds).toBe(true)
    expect(check('maxConns', { ...full, expected: { ...dialing, waitP99Ms: 21 } })?.holds).toBe(false)
    expect(check('maxConns', { settings: { maxConnsPerHost: 10 }, expected: { waitP99Ms: 3 } })?.holds).toBe(
      true,
    )
    expect(check('maxConns')).toBeUndefined()
  })
})

describe("the operator's bounds", () => {
  it('are constraints like others, where there are any', () => {
    const bounds = { maxIdlePerHost: { max: 7 }, idleTimeoutMs: { min: 60_000 }, maxConnsPerHost: {} }
    expect(check('maxIdleBounds', { premises: { bounds } })).toMatchObject({
      holds: false,
      sentence: 'bounds.maxIdlePerHost: 8 of at most 7.',
    })
    expect(check('idleTimeoutBounds', { premises: { bounds } })).toMatchObject({
      holds: true,
      atLimit: true,
    })
    expect(check('maxConnsBounds', { premises: { bounds } })).toBeUndefined()
  })
})

describe('countViolations', () => {
  it('counts what is broken, but for one that is left aside', () => {
    const subject = {
      settings: { ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 8 },
      expected: { ...quiet, p99Ms: 300 },
    }
    expect(countViolations(subject, premises)).toBe(2)
    expect(countViolations(subject, premises, 'race')).toBe(1)
  })
})
