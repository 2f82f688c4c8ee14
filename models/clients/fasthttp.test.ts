import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'
import { fasthttp } from './fasthttp.ts'

test('writes each setting as a field', () => {
  expect(fasthttp.patch(sampleSettings).text).toBe(`\
client := &fasthttp.Client{
	MaxIdleConnDuration: 55 * time.Second,
	MaxConnDuration:     600 * time.Second,
	MaxConnsPerHost:     128,
	MaxConnWaitTimeout:  200 * time.Millisecond,
	ConnPoolStrategy:    fasthttp.LIFO,
}
`)
})

test('writes no limit in fields that have no word for it, in the columns of gofmt', () => {
  const { text, notes } = fasthttp.patch(UNLIMITED)
  expect(text).toBe(`\
client := &fasthttp.Client{
	// a year stands for no limit
	MaxIdleConnDuration: 31536000 * time.Second,
	// no MaxConnDuration: connections have no maximum age
	// no limit: 0 would mean 512
	MaxConnsPerHost:  math.MaxInt,
	ConnPoolStrategy: fasthttp.LIFO,
}
`)
  expect(notes).toContain('math.MaxInt needs the import "math".')
})

test('turns reuse off by an age that every connection has reached', () => {
  const { text, notes } = fasthttp.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(text).toBe(`\
client := &fasthttp.Client{
	// too old at once: each request sends Connection: close
	MaxConnDuration:    time.Nanosecond,
	MaxConnsPerHost:    128,
	MaxConnWaitTimeout: 200 * time.Millisecond,
}
`)
  expect(notes).toEqual(['To the same end a single request can call SetConnectionClose.'])
})

test('leaves the wait out where a request should fail at once', () => {
  const { text, notes } = fasthttp.patch({ ...sampleSettings, waitTimeoutMs: 0 })
  expect(text).toContain(`\
	MaxConnsPerHost:     128,
	// no MaxConnWaitTimeout: fail at once with ErrNoFreeConns
	ConnPoolStrategy: fasthttp.LIFO,
`)
  const note =
    'Requests beyond MaxConnsPerHost are refused at once with ErrNoFreeConns, not queued: set MaxConnWaitTimeout where they should wait.'
  expect(notes).toContain(note)
  expect(fasthttp.patch(sampleSettings).notes).not.toContain(note)
})

test('never writes a wait of 0 where a limited pool may wait for ever', () => {
  const { text } = fasthttp.patch({ ...sampleSettings, waitTimeoutMs: Infinity })
  expect(text).toContain('\tMaxConnWaitTimeout: 31536000 * time.Second,\n')
})

test('takes connections first in, first out until patched', () => {
  expect(fasthttp.policy.pick).toBe('fifo')
  expect(fasthttp.patchedPolicy).toEqual({ ...fasthttp.policy, pick: 'lifo' })
})

test('has no idle cap, and says so', () => {
  expect(fasthttp.patch(sampleSettings).notes).toContain(
    'fasthttp has no setting for maxIdlePerHost 64: all connections up to MaxConnsPerHost may stay idle until they expire.',
  )
})

clientLaws(fasthttp, {
  idleTimeoutMs: /MaxIdleConnDuration: +(\d+) \* time\.(\w+)/,
  maxConnsPerHost: /MaxConnsPerHost: +(\d+)/,
  maxLifetimeMs: /MaxConnDuration: +(\d+) \* time\.(\w+)/,
  waitTimeoutMs: /MaxConnWaitTimeout: +(\d+) \* time\.(\w+)/,
  unitsMs: { Second: 1000, Millisecond: 1 },
  unlimitedFrom: { idleTimeoutMs: 31_536_000_000, waitTimeoutMs: 31_536_000_000 },
})
