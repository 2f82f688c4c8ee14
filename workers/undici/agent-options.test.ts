import { describe, expect, test } from 'vitest'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { type AgentOptions, overlaySettings, planAgent } from './agent-options.ts'

describe('the settings', () => {
  test('are unlimited where they are left out', () => {
    expect(planAgent({}).settings).toEqual(UNLIMITED)
    expect(planAgent({ idleTimeout: Infinity, maxWaiting: Infinity }).settings).toEqual(UNLIMITED)
  })

  test('may be written as ms or as text', () => {
    const { settings } = planAgent({
      idleTimeout: '4.5s',
      maxIdlePerHost: 0,
      maxConnsPerHost: 20,
      maxLifetime: '1h',
      maxRequestsPerConn: 1000,
      waitTimeout: 250,
      maxWaiting: 0,
    })
    expect(settings).toEqual({
      idleTimeoutMs: 4500,
      maxIdlePerHost: 0,
      maxConnsPerHost: 20,
      maxLifetimeMs: 3_600_000,
      maxRequestsPerConn: 1000,
      waitTimeoutMs: 250,
      maxWaiting: 0,
    })
  })

  test('overlay others', () => {
    const { settings } = planAgent({ idleTimeout: '30s', maxConnsPerHost: 4 })
    expect(overlaySettings(settings, { maxConnsPerHost: Infinity })).toEqual({
      ...UNLIMITED,
      idleTimeoutMs: 30_000,
    })
  })
})

test('without a word, the connection used last is taken, and the one idle longest goes', () => {
  const { policy, retryStale } = planAgent({})
  expect(policy).toMatchObject({ pick: 'lifo', overflow: 'evict-oldest', seesClose: 'at-once' })
  expect(retryStale).toBe('idempotent')
  expect(planAgent({ pick: 'fifo', overflow: 'close-returned' }).policy).toMatchObject({
    pick: 'fifo',
    overflow: 'close-returned',
  })
})

test('timeouts of responses are whole ms as undici takes them, 0 for no limit, null for its own', () => {
  const { timeouts } = planAgent({ headersTimeout: '1.5ms', bodyTimeout: Infinity })
  expect(timeouts).toEqual({ headersTimeoutMs: 2, bodyTimeoutMs: 0 })
  expect(planAgent({}).timeouts).toEqual({ headersTimeoutMs: null, bodyTimeoutMs: null })
})

test.each([
  [
    { idleTimeout: '5 minutes' },
    "idleTimeout must be above 0: ms, text such as '30s', or Infinity; it is '5 minutes'",
  ],
  [{ idleTimeout: 0 }, 'idleTimeout must be above 0'],
  [{ idleTimeout: Number.NaN }, 'it is NaN'],
  [{ waitTimeout: -1 }, 'waitTimeout must be 0 or more'],
  [{ maxConnsPerHost: 0 }, 'maxConnsPerHost must be a whole number from 1, or Infinity; it is 0'],
  [{ maxIdlePerHost: 1.5 }, 'maxIdlePerHost must be a whole number from 0'],
  [{ maxWaiting: '3' }, "it is '3'"],
  [{ pick: 'random' }, 'pick must be one of lifo, fifo'],
  [{ overflow: 'none' }, 'overflow must be one of close-returned'],
  [{ retryStale: true }, 'retryStale must be one of none, idempotent, all; it is true'],
  [{ connections: 10 }, 'there is no option connections; did you mean maxConnsPerHost?'],
  [{ keepAliveTimeout: 4000 }, 'did you mean idleTimeout?'],
  [{ maxConnPerHost: 4 }, 'did you mean maxConnsPerHost?'],
  [{ idleTimeoutMs: 4 }, 'did you mean idleTimeout?'],
  [{ factory: null }, 'there is no option factory'],
  [{ connect: { timeout: Infinity } }, 'connect.timeout must be at most 24 days'],
  [{ connect: { rejectUnauthorised: false } }, 'did you mean connect.rejectUnauthorized?'],
  [
    { connect: { ca: '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----' } },
    'connect.ca must be certificates in PEM',
  ],
])('%j is refused', (options, message) => {
  expect(() => planAgent(options as AgentOptions)).toThrow(message)
})

test('only settings can be changed later', () => {
  expect(() => overlaySettings(UNLIMITED, { pick: 'fifo' } as object)).toThrow('there is no option pick')
})
