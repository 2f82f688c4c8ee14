import * as fc from 'fast-check'
import type { PoolSettings } from '../settings.ts'

const upTo = (min: number, max: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min, max }) },
    { weight: 1, arbitrary: fc.constant(Infinity) },
  )

const anySetting = {
  idleTimeoutMs: upTo(1, 20),
  maxIdlePerHost: upTo(0, 4),
  maxConnsPerHost: upTo(1, 5),
  maxLifetimeMs: upTo(1, 60),
  maxRequestsPerConn: upTo(1, 5),
  waitTimeoutMs: upTo(0, 15),
  maxWaiting: upTo(0, 3),
}

/** Small enough that limits are met within a short run. */
export const anyPoolSettings: fc.Arbitrary<PoolSettings> = fc.record(anySetting)

/** One setting, which takes another value while the others stay. */
export const anyPoolSettingsChange: fc.Arbitrary<Partial<PoolSettings>> = fc.oneof(
  ...Object.entries(anySetting).map(([name, value]) => value.map((limit) => ({ [name]: limit }))),
)
