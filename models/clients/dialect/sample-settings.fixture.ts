import type { PoolSettings } from '../../pool/settings.ts'

/** Settings in which every limit is set, all different: a recommendation as the tests of patches show it. */
export const sampleSettings: PoolSettings = {
  idleTimeoutMs: 55_000,
  maxIdlePerHost: 64,
  maxConnsPerHost: 128,
  maxLifetimeMs: 600_000,
  maxRequestsPerConn: 10_000,
  waitTimeoutMs: 200,
  maxWaiting: Infinity,
}
