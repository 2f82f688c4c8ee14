import { expect, test } from 'vitest'
import { UNLIMITED } from '../../pool/settings.ts'
import { reusesConnections } from './reuses-connections.ts'

test.each([
  [{ maxIdlePerHost: 0 }, { maxIdlePerHost: 1 }],
  [{ idleTimeoutMs: 0.999 }, { idleTimeoutMs: 1 }],
  [{ maxLifetimeMs: 0.999 }, { maxLifetimeMs: 1 }],
  [{ maxRequestsPerConn: 1 }, { maxRequestsPerConn: 2 }],
])('%j leaves nothing to reuse, %j does', (none, some) => {
  expect(reusesConnections({ ...UNLIMITED, ...none })).toBe(false)
  expect(reusesConnections({ ...UNLIMITED, ...some })).toBe(true)
})
