import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { reqwest } from './reqwest.ts'

test('writes both settings on the builder', () => {
  expect(reqwest.patch(sampleSettings).text).toBe(`\
use std::time::Duration;

pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .pool_idle_timeout(Duration::from_secs(55))
        .pool_max_idle_per_host(64)
        .build()
}
`)
})

test('writes no limit as None and the largest count', () => {
  expect(reqwest.patch(UNLIMITED).text).toBe(`\
use std::time::Duration;

pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        // idle connections are never closed
        .pool_idle_timeout(None::<Duration>)
        .pool_max_idle_per_host(usize::MAX)
        .build()
}
`)
})

test('turns the pool off by a count of 0, without an import that nothing uses', () => {
  expect(reqwest.patch({ ...sampleSettings, maxRequestsPerConn: 1 }).text).toBe(`\
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        // 0: no connection is kept for reuse
        .pool_max_idle_per_host(0)
        .build()
}
`)
})

test('rounds a fractional time down to a millisecond', () => {
  const { text } = reqwest.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 })
  expect(text).toContain('.pool_idle_timeout(Duration::from_millis(4_999))')
})

test('says how to bound connections where it cannot', () => {
  expect(reqwest.patch(sampleSettings).notes.slice(2)).toEqual([
    'reqwest has no setting for maxLifetime 600000 ms: build a new client from time to time and drop the old one.',
    'reqwest has no setting for maxRequestsPerConn 10000.',
    'reqwest has no setting for maxConnsPerHost 128: let each request hold a permit of a tokio::sync::Semaphore with that many.',
    'reqwest has no setting for waitTimeout 200 ms: bound the wait for the permit by tokio::time::timeout.',
  ])
})

clientLaws(reqwest, {
  idleTimeoutMs: /([\d_]+)(?<=from_(secs|millis)\([\d_]+)\)/,
  maxIdlePerHost: /pool_max_idle_per_host\(([\d_]+)\)/,
  unitsMs: { secs: 1000, millis: 1 },
})
