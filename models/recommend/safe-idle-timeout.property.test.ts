import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dotnet } from '../clients/dotnet.ts'
import { haproxy } from '../clients/haproxy.ts'
import { PLAIN_POLICY } from '../pool/policy.ts'
import { safeIdleTimeout } from './safe-idle-timeout.ts'

const durationMs = fc.double({ min: 1, max: 1_000_000, noNaN: true })

const observation = fc.record({
  reuses: fc.constant(true),
  hintMs: fc.option(durationMs),
  watch: fc.oneof(
    fc.record({ closedAfterMs: durationMs, openForMs: durationMs }),
    fc.record({ closedAfterMs: fc.constant(null), openForMs: durationMs }),
  ),
  roundTripP99Ms: fc.double({ min: 0, max: 5000, noNaN: true }),
  loopLagP99Ms: fc.double({ min: 0, max: 1000, noNaN: true }),
  policy: fc.constantFrom(PLAIN_POLICY, dotnet.policy),
})

describe('safeIdleTimeout', () => {
  it('never reaches anything that the server was seen or said to do', () => {
    fc.assert(
      fc.property(observation, (seen) => {
        const { limitMs } = safeIdleTimeout(seen)
        fc.pre(limitMs > 1)
        if (seen.hintMs !== null) expect(limitMs).toBeLessThan(seen.hintMs)
        if (seen.watch.closedAfterMs !== null) expect(limitMs).toBeLessThan(seen.watch.closedAfterMs)
        if (seen.hintMs === null && seen.watch.closedAfterMs === null) {
          expect(limitMs).toBeLessThan(seen.watch.openForMs)
        }
      }),
    )
  })

  it('keeps a second, two round trips and the loop lag, or half the server timeout', () => {
    fc.assert(
      fc.property(observation, (seen) => {
        const { limitMs, serverIdleMs } = safeIdleTimeout(seen)
        fc.pre(limitMs > 1)
        const wantedMs = Math.max(1000, 2 * seen.roundTripP99Ms + seen.loopLagP99Ms)
        expect(serverIdleMs - limitMs).toBeGreaterThanOrEqual(Math.min(wantedMs, serverIdleMs / 2) - 1e-6)
      }),
    )
  })
})

describe('safeIdleTimeout, by example', () => {
  const quiet = { reuses: true, roundTripP99Ms: 10, loopLagP99Ms: 2, policy: PLAIN_POLICY }
  const open = { closedAfterMs: null, openForMs: 30_000 }

  it('takes a hint over how long a connection happened to stay open', () => {
    expect(safeIdleTimeout({ ...quiet, hintMs: 65_000, watch: open })).toEqual({
      limitMs: 64_000,
      serverIdleMs: 65_000,
      marginMs: 1000,
      source: 'hint',
      expirySlack: 1,
    })
  })

  it('takes what it saw over a hint that promises more', () => {
    const watch = { closedAfterMs: 10_500, openForMs: 10_500 }
    expect(safeIdleTimeout({ ...quiet, hintMs: 65_000, watch })).toMatchObject({
      limitMs: 9000,
      source: 'closed',
    })
  })

  it('goes no further than it has watched when the server says nothing', () => {
    expect(safeIdleTimeout({ ...quiet, hintMs: null, watch: open })).toMatchObject({
      limitMs: 29_000,
      source: 'still-open',
    })
  })

  it('leaves half of a short timeout', () => {
    expect(safeIdleTimeout({ ...quiet, hintMs: 1000, watch: open }).limitMs).toBe(500)
  })

  it('is shorter for a client that hands out connections past their idle timeout', () => {
    const swept = { ...quiet, policy: dotnet.policy, watch: open }
    expect(safeIdleTimeout({ ...swept, hintMs: 60_000 })).toMatchObject({
      limitMs: 47_000,
      expirySlack: 1.25,
    })
    expect(safeIdleTimeout({ ...swept, hintMs: 5000 }).limitMs).toBe(3000)
    // Of 1.5 s a sweep each second leaves half a second.
    expect(safeIdleTimeout({ ...swept, hintMs: 3000 }).limitMs).toBe(1000)
  })

  it('is what would be safe, for a client that has no idle timeout', () => {
    const seen = safeIdleTimeout({ ...quiet, policy: haproxy.policy, hintMs: 65_000, watch: open })
    expect(seen).toMatchObject({ limitMs: 64_000, expirySlack: null })
  })

  it('knows a server that does not reuse connections', () => {
    expect(safeIdleTimeout({ ...quiet, reuses: false, hintMs: null, watch: open })).toMatchObject({
      limitMs: 0,
      source: 'no-reuse',
    })
  })
})
