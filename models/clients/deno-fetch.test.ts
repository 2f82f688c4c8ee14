import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { denoFetch } from './deno-fetch.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes both settings as options', () => {
  expect(denoFetch.patch(sampleSettings).text).toBe(`\
export const client = Deno.createHttpClient({
  poolIdleTimeout: 55_000,
  poolMaxIdlePerHost: 64,
})
`)
})

test('writes no limit as false, and by leaving the count out', () => {
  expect(denoFetch.patch(UNLIMITED).text).toBe(`\
export const client = Deno.createHttpClient({
  poolIdleTimeout: false, // idle connections are never closed
  // no poolMaxIdlePerHost: idle connections are not limited
})
`)
})

test('turns the pool off by a count of 0', () => {
  expect(denoFetch.patch({ ...sampleSettings, idleTimeoutMs: 0.5 }).text).toBe(`\
export const client = Deno.createHttpClient({
  poolMaxIdlePerHost: 0, // no connection is kept for reuse
})
`)
})

test('never writes a fraction, which Deno reads as 0', () => {
  const { text } = denoFetch.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('poolIdleTimeout: 4_999,')
})

test('says how to bound requests where it cannot', () => {
  expect(denoFetch.patch(sampleSettings).notes).toEqual([
    'Make the client once and pass it to every fetch: fetch(url, { client }).',
    'Deno fetch has no setting for maxLifetime 600000 ms: make a new client from time to time and close the old one.',
    'Deno fetch has no setting for maxRequestsPerConn 10000.',
    'Deno fetch has no setting for maxConnsPerHost 128: bound the number of concurrent requests by a semaphore of your own.',
    'Deno fetch has no setting for waitTimeout 200 ms: bound the whole request by AbortSignal.timeout.',
  ])
})

clientLaws(denoFetch, {
  idleTimeoutMs: /poolIdleTimeout: ([\d_]+),/,
  maxIdlePerHost: /poolMaxIdlePerHost: ([\d_]+),/,
})
