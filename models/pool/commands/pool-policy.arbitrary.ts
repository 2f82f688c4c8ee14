import * as fc from 'fast-check'
import {
  type ExpiryRule,
  type LateBinding,
  NO_ALL_HOSTS_LIMITS,
  type PoolPolicy,
  type ServerHintRule,
  type StaleRetryRule,
  type SweepRule,
} from '../policy.ts'

/** Policies with every value of every field; times of some milliseconds, so that they meet within a short run. */
export function anyPoolPolicy(): fc.Arbitrary<PoolPolicy> {
  return fc.record({
    pick: fc.constantFrom('lifo', 'fifo', 'first-created', 'first-slot', 'first-slot-live-or-not'),
    overflow: fc.constantFrom('close-returned', 'evict-oldest', 'close-first-created'),
    idleCapCounts: fc.constantFrom('idle', 'open'),
    idleCapScope: fc.constantFrom('host', 'all-hosts'),
    connCapCounts: fc.constantFrom('open', 'acquired'),
    connCapScope: fc.constantFrom('host', 'all-hosts', 'all-workers'),
    allHosts: fc.constant(NO_ALL_HOSTS_LIMITS),
    expiry: anyExpiry,
    lifetime: fc.constantFrom('timer', 'checked', 'returned', 'last-request'),
    requestCap: fc.constantFrom('returned', 'last-request'),
    lateBinding: anyLateBinding,
    serverHint: anyHintRule,
    seesClose: fc.constantFrom('at-once', 'when-used'),
    staleRetry: anyStaleRetry,
  })
}

const periodMs = fc.integer({ min: 1, max: 20 })

const anySweep: fc.Arbitrary<SweepRule> = fc.record({
  timeoutShare: fc.constantFrom(0, 0.25, 1),
  minMs: periodMs,
  grainMs: fc.constantFrom(0, 1, 4),
  unlimitedMs: periodMs,
  runs: fc.constantFrom('from-creation', 'from-first-idle', 'while-idle'),
})

// `checked` has the most to choose from, and is drawn that much oftener.
const anyChecked = fc.record({
  kind: fc.constant('checked' as const),
  when: fc.constantFrom('taken' as const, 'any-request' as const),
  sweep: fc.option(anySweep),
})

const anyExpiry: fc.Arbitrary<ExpiryRule> = fc.oneof(
  fc.record({ kind: fc.constant('timer' as const), grainMs: fc.constantFrom(0, 1, 3, 10) }),
  anyChecked,
  anyChecked,
  fc.record({ kind: fc.constant('swept' as const), sweep: anySweep }),
  fc.record({ kind: fc.constant('halved' as const), periodMs, spareConns: fc.nat({ max: 3 }) }),
)

const anyLateBinding: fc.Arbitrary<LateBinding> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({
    kind: fc.constantFrom('dial-each' as const, 'dial-shortfall' as const),
    surplus: fc.constantFrom('idle' as const, 'closed' as const),
  }),
)

const marginMs = fc.integer({ min: 0, max: 4 })

const anyHintRule: fc.Arbitrary<ServerHintRule> = fc.oneof(
  fc.constant({ kind: 'ignore' as const }),
  fc.record({
    kind: fc.constantFrom(
      'shorten' as const,
      'shorten-if-set' as const,
      'refuse-short' as const,
      'check' as const,
    ),
    marginMs,
  }),
  fc.record({
    kind: fc.constant('replace' as const),
    marginMs,
    ceilingMs: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(Infinity)),
  }),
)

const anyStaleRetry: fc.Arbitrary<StaleRetryRule> = fc.record({
  requests: fc.constantFrom('none', 'idempotent', 'all'),
  times: fc.nat({ max: 3 }),
  delayMs: fc.nat({ max: 10 }),
})
