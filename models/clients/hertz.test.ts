import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { hertz } from './hertz.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting as an option', () => {
  expect(hertz.patch(sampleSettings).text).toBe(`\
c, err := client.NewClient(
	client.WithMaxIdleConnDuration(55*time.Second),
	client.WithMaxConnDuration(600*time.Second),
	client.WithMaxConnsPerHost(128),
	client.WithMaxConnWaitTimeout(200*time.Millisecond),
)
`)
})

test('writes no limit, with a year for an idle timeout that cannot be turned off', () => {
  const { text, notes } = hertz.patch(UNLIMITED)
  expect(text).toBe(`\
c, err := client.NewClient(
	// a year stands for no limit
	client.WithMaxIdleConnDuration(31536000*time.Second),
	// no WithMaxConnDuration: connections have no maximum age
	// 0: connections are not limited
	client.WithMaxConnsPerHost(0),
)
`)
  expect(notes).toEqual(['Up to v0.10.2 WithMaxConnsPerHost(0) means 512 connections, not unlimited.'])
})

test('never writes a wait of 0 where a limited pool may wait for ever', () => {
  const { text } = hertz.patch({ ...sampleSettings, waitTimeoutMs: Infinity })
  expect(text).toContain('client.WithMaxConnWaitTimeout(31536000*time.Second),')
})

test('leaves the wait out where a request should fail at once', () => {
  const { text, notes } = hertz.patch({ ...sampleSettings, waitTimeoutMs: 0 })
  expect(text).toContain('\t// no WithMaxConnWaitTimeout: fail at once with ErrNoFreeConns\n')
  const note =
    'Requests beyond WithMaxConnsPerHost are refused at once with ErrNoFreeConns, not queued: set WithMaxConnWaitTimeout where they should wait.'
  expect(notes).toContain(note)
  expect(hertz.patch(sampleSettings).notes).not.toContain(note)
})

test('turns keep-alive off where nothing may be idle', () => {
  expect(hertz.patch({ ...sampleSettings, maxIdlePerHost: 0 }).text).toBe(`\
c, err := client.NewClient(
	client.WithKeepAlive(false),
	client.WithMaxConnsPerHost(128),
	client.WithMaxConnWaitTimeout(200*time.Millisecond),
)
`)
})

test('has no idle cap, and says so only where it would matter', () => {
  expect(hertz.native.maxIdlePerHost).toBeUndefined()
  const note =
    'Hertz has no setting for maxIdlePerHost 64: all connections up to WithMaxConnsPerHost may stay idle until they expire.'
  expect(hertz.patch(sampleSettings).notes).toContain(note)
  expect(hertz.patch({ ...sampleSettings, maxConnsPerHost: 64 }).notes).not.toContain(note)
})

clientLaws(hertz, {
  idleTimeoutMs: /WithMaxIdleConnDuration\((\d+)\*time\.(\w+)/,
  maxConnsPerHost: /WithMaxConnsPerHost\(([1-9]\d*)\)/,
  maxLifetimeMs: /WithMaxConnDuration\((\d+)\*time\.(\w+)/,
  waitTimeoutMs: /WithMaxConnWaitTimeout\((\d+)\*time\.(\w+)/,
  unitsMs: { Second: 1000, Millisecond: 1 },
  unlimitedFrom: { idleTimeoutMs: 31_536_000_000, waitTimeoutMs: 31_536_000_000 },
})
