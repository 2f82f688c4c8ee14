import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { agentkeepalive } from './agentkeepalive.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting as an option of both agents', () => {
  expect(agentkeepalive.patch(sampleSettings).text).toBe(`\
import { HttpAgent, HttpsAgent } from 'agentkeepalive'

const options = {
  freeSocketTimeout: 55_000,
  timeout: 110_000,
  maxFreeSockets: 64,
  socketActiveTTL: 600_000,
  maxSockets: 128,
}
export const httpAgent = new HttpAgent({ ...options })
export const httpsAgent = new HttpsAgent({ ...options })
`)
})

test('writes the longest timer for no idle timeout: 0 would leave it to timeout', () => {
  expect(agentkeepalive.patch(UNLIMITED).text).toBe(`\
import { HttpAgent, HttpsAgent } from 'agentkeepalive'

const options = {
  // the longest timer there is, 24 days, stands for no limit
  freeSocketTimeout: 2_147_483_647,
  timeout: 2_147_483_647,
  maxFreeSockets: Infinity,
  // no socketActiveTTL: sockets have no maximum age
  maxSockets: Infinity,
}
export const httpAgent = new HttpAgent({ ...options })
export const httpsAgent = new HttpsAgent({ ...options })
`)
})

test('turns keep-alive off where nothing may be idle: maxFreeSockets 0 would mean 256', () => {
  expect(agentkeepalive.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toContain(`\
const options = {
  keepAlive: false,
  maxSockets: 128,
}
`)
})

test('keeps the timeout of active sockets at 8 s or more, and says which it is', () => {
  const { text, notes } = agentkeepalive.patch({ ...sampleSettings, idleTimeoutMs: 1000 })
  expect(text).toContain('  freeSocketTimeout: 1_000,\n  timeout: 8_000,\n')
  expect(notes[0]).toContain('timeout, here 8000 ms, is for active sockets')
})

test('says what the agents have no setting for', () => {
  expect(agentkeepalive.patch(sampleSettings).notes.slice(1)).toEqual([
    'agentkeepalive has no setting for maxRequestsPerConn 10000.',
    'agentkeepalive has no setting for waitTimeout 200 ms: bound the whole request by an AbortSignal.',
  ])
})

clientLaws(agentkeepalive, {
  idleTimeoutMs: /freeSocketTimeout: ([\d_]+)/,
  maxIdlePerHost: /maxFreeSockets: ([\d_]+)/,
  maxConnsPerHost: /maxSockets: ([\d_]+)/,
  maxLifetimeMs: /socketActiveTTL: ([\d_]+)/,
  unlimitedFrom: { idleTimeoutMs: 2_147_483_647 },
  hasInfinity: true,
})
