import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { readNative } from './dialect/read-native.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { undici } from './undici.ts'

test('writes each setting, and the idle timeout twice so that a hint cannot stretch it', () => {
  expect(undici.patch(sampleSettings).text).toBe(`\
import { Agent } from 'undici'

export const agent = new Agent({
  connections: 128,
  pipelining: 1,
  keepAliveTimeout: 55_000,
  keepAliveMaxTimeout: 55_000,
  clientTtl: 600_000,
  maxRequestsPerClient: 9_999,
})
`)
})

test('writes no limit by leaving options out, and the longest timer for the idle timeout', () => {
  expect(undici.patch(UNLIMITED).text).toBe(`\
import { Agent } from 'undici'

export const agent = new Agent({
  // no connections: they are not limited
  pipelining: 1,
  // the longest timer there is, 24 days, stands for no limit
  keepAliveTimeout: 2_147_483_647,
  keepAliveMaxTimeout: 2_147_483_647,
})
`)
})

test('turns keep-alive off by pipelining 0', () => {
  expect(undici.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toBe(`\
import { Agent } from 'undici'

export const agent = new Agent({
  connections: 128,
  pipelining: 0, // no keep-alive
})
`)
})

test('says that there is no idle cap', () => {
  expect(undici.patch(sampleSettings).notes).toContain(
    'undici Agent has no setting for maxIdlePerHost 64: every connection may stay idle until it expires, so connections is the only bound.',
  )
})

test('says where clientTtl has no effect', () => {
  expect(undici.patch({ ...sampleSettings, maxConnsPerHost: 1 }).notes).toContain(
    'With connections: 1 the Agent makes a Client, not a Pool, and clientTtl has no effect.',
  )
})

test('writes one request less than asked, as one more is served', () => {
  const { text } = undici.patch({ ...sampleSettings, maxRequestsPerConn: 2 })
  expect(text).toContain('  maxRequestsPerClient: 1,\n')
})

test('reads back from the patch what was asked for', () => {
  const { text } = undici.patch({ ...sampleSettings, maxRequestsPerConn: 2000 })
  const written = /maxRequestsPerClient: ([\d_]+)/.exec(text)?.[1] ?? ''
  expect(written).toBe('1_999')
  expect(readNative(undici.native.maxRequestsPerConn!, written, 'maxRequestsPerConn')).toBe(2000)
})

test('lets a hint only shorten the idle time once patched', () => {
  expect(undici.policy.serverHint).toEqual({ kind: 'replace', marginMs: 2000, ceilingMs: 600_000 })
  expect(undici.patchedPolicy?.serverHint).toEqual({ kind: 'shorten', marginMs: 2000 })
})

clientLaws(undici, {
  idleTimeoutMs: /keepAliveMaxTimeout: ([\d_]+)/,
  maxConnsPerHost: /connections: ([\d_]+)/,
  maxLifetimeMs: /clientTtl: ([\d_]+)/,
  maxRequestsPerConn: /maxRequestsPerClient: ([\d_]+)/,
  unlimitedFrom: { idleTimeoutMs: 2_147_483_647 },
})
