import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clients } from '../clients/catalogue.ts'
import { dotnet } from '../clients/dotnet.ts'
import { haproxy } from '../clients/haproxy.ts'
import { type ExpiryRule, PLAIN_POLICY } from '../pool/policy.ts'
import { expirySlack, idleTimeoutWithin } from './expiry-slack.ts'

const withExpiry = (expiry: ExpiryRule) => ({ ...PLAIN_POLICY, expiry })

describe('expirySlack', () => {
  it('is a quarter more where a sweep every quarter of the timeout finds what is past it', () => {
    expect(expirySlack(dotnet.policy)).toBe(1.25)
  })

  it('is none where expiry is exact, or looked at when a connection is taken', () => {
    const { sweep } = dotnet.policy.expiry as Extract<ExpiryRule, { kind: 'swept' }>
    expect(expirySlack(withExpiry({ kind: 'timer', grainMs: 60_000 }))).toBe(1)
    expect(expirySlack(withExpiry({ kind: 'checked', when: 'taken', sweep }))).toBe(1)
  })

  it('is unknown to a pool that halves its idle connections', () => {
    expect(expirySlack(haproxy.policy)).toBeNull()
  })

  it('is more than 1 for .NET alone', () => {
    expect(clients.filter(({ policy }) => (expirySlack(policy) ?? 1) > 1)).toEqual([dotnet])
  })
})

describe('idleTimeoutWithin', () => {
  it('divides by the slack', () => {
    expect(idleTimeoutWithin(60_000, dotnet.policy)).toBe(48_000)
  })

  it('leaves room for the shortest period of a sweep', () => {
    expect(idleTimeoutWithin(2000, dotnet.policy)).toBe(1000)
    expect(idleTimeoutWithin(500, dotnet.policy)).toBeLessThan(0)
  })

  it('takes all there is where expiry is exact', () => {
    expect(idleTimeoutWithin(60_000, PLAIN_POLICY)).toBe(60_000)
    expect(idleTimeoutWithin(60_000, haproxy.policy)).toBe(60_000)
  })

  it('is met by the sweep that comes last', () => {
    const rule = fc.record({
      timeoutShare: fc.double({ min: 0, max: 2, noNaN: true }),
      minMs: fc.nat(5000),
      grainMs: fc.constantFrom(0, 100, 1000),
      unlimitedMs: fc.constant(30_000),
      runs: fc.constant('from-creation' as const),
    })
    fc.assert(
      fc.property(rule, fc.double({ min: 1, max: 1e6, noNaN: true }), (sweep, longestMs) => {
        const idleMs = idleTimeoutWithin(longestMs, withExpiry({ kind: 'swept', sweep }))
        fc.pre(idleMs > 0)
        const periodMs = Math.max(sweep.minMs, sweep.timeoutShare * idleMs)
        const grains = sweep.grainMs === 0 ? 0 : Math.ceil(periodMs / sweep.grainMs)
        const roundedMs = sweep.grainMs === 0 ? periodMs : grains * sweep.grainMs
        expect(idleMs + roundedMs).toBeLessThanOrEqual(longestMs + 1e-6)
      }),
    )
  })
})
