import * as fc from 'fast-check'
import type { PoolSettings } from '../../pool/settings.ts'

const ms = (min: number) =>
  fc.oneof(
    fc.double({ min, max: 1e4, noNaN: true }),
    fc.integer({ min: Math.ceil(min) || 1, max: 1e7 }),
    fc.double({ min: 1e7, max: 1e22, noNaN: true }),
    fc.constant(Infinity),
  )

const count = (min: number) =>
  fc.oneof(
    fc.integer({ min, max: 2000 }),
    fc.maxSafeNat().map((n) => Math.max(n, min)),
    fc.constant(Infinity),
  )

/** Any settings within the ranges of PoolSettings, with fractions, very large values and no limits. */
export const poolSettingsArbitrary: fc.Arbitrary<PoolSettings> = fc.record({
  idleTimeoutMs: ms(Number.MIN_VALUE),
  maxIdlePerHost: count(0),
  maxConnsPerHost: count(1),
  maxLifetimeMs: ms(Number.MIN_VALUE),
  maxRequestsPerConn: count(1),
  waitTimeoutMs: ms(0),
  maxWaiting: count(0),
})
