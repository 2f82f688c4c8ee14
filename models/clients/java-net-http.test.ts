import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { javaNetHttp } from './java-net-http.ts'

test('writes system properties on the command line', () => {
  expect(javaNetHttp.patch(sampleSettings).text).toBe(`\
java \\
    -Djdk.httpclient.keepalive.timeout=55 \\
    -Djdk.httpclient.connectionPoolSize=64 \\
    -jar app.jar
`)
})

test('writes 68 years and a count of 0 for no limit', () => {
  const { text, notes } = javaNetHttp.patch(UNLIMITED)
  expect(text).toBe(`\
java \\
    -Djdk.httpclient.keepalive.timeout=2147483647 \\
    -Djdk.httpclient.connectionPoolSize=0 \\
    -jar app.jar
`)
  expect(notes.slice(1)).toEqual(['The timeout has no word for never: 2147483647 s, 68 years, stand for it.'])
})

test('permits Connection: close where nothing may be idle, and says to send it', () => {
  const { text, notes } = javaNetHttp.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(text).toBe(`\
java \\
    -Djdk.httpclient.keepalive.timeout=0 \\
    -Djdk.httpclient.allowRestrictedHeaders=connection \\
    -jar app.jar
`)
  expect(notes[1]).toContain('.header("Connection", "close")')
})

test('rounds down to whole seconds, and turns reuse off below one', () => {
  expect(javaNetHttp.patch({ ...sampleSettings, idleTimeoutMs: 4999.7 }).text).toContain('.timeout=4 ')
  const { text, notes } = javaNetHttp.patch({ ...sampleSettings, idleTimeoutMs: 999 })
  expect(text).toContain('.timeout=0 ')
  expect(notes).toContain(
    'The timeout counts whole seconds, and an idle timeout of less than one turns reuse off.',
  )
})

test('says what to do about limits that it has no property for', () => {
  expect(javaNetHttp.patch(sampleSettings).notes.slice(1)).toEqual([
    'connectionPoolSize counts all hosts together: multiply it by the number of hosts that are called.',
    'java.net.http.HttpClient has no setting for maxLifetime 600000 ms: make a new HttpClient from time to time and close the old one.',
    'java.net.http.HttpClient has no setting for maxRequestsPerConn 10000: let the server answer Connection: close after that many.',
    'java.net.http.HttpClient has no setting for maxConnsPerHost 128: let each request hold a permit of a Semaphore with that many.',
    'java.net.http.HttpClient has no setting for waitTimeout 200 ms: bound the wait for the permit by tryAcquire with a timeout.',
  ])
})

clientLaws(javaNetHttp, {
  idleTimeoutMs: /keepalive\.timeout=([1-9]\d*)/,
  maxIdlePerHost: /connectionPoolSize=([1-9]\d*)/,
  bareMs: 1000,
  unlimitedFrom: { idleTimeoutMs: 2_147_483_647_000 },
})
