import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { durationText } from './dialect/duration-text.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'HAProxy'

const versions = '2.4 and later'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = { ...UNLIMITED }

/**
 * As one thread with `http-reuse always`: HAProxy takes connections of other threads only where its own has
 * none, and with the default, `safe`, the first request of a client's session never goes out on a reused one.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'fifo',
  connCapCounts: 'acquired',
  expiry: { kind: 'halved', periodMs: 5000, spareConns: 0 },
}

const native: NativeSettings = {
  maxIdlePerHost: { name: 'pool-max-conn', unit: 'count', special: { '-1': Infinity } },
  maxConnsPerHost: { name: 'maxconn', unit: 'count', special: { '0': Infinity } },
  waitTimeoutMs: { name: 'timeout queue', unit: 'duration' },
}

const traps = [
  'Idle connections have no timeout: every pool-purge-delay (5 s) about half of those beyond the need are closed, oldest first, and timeout http-keep-alive and timeout server do not apply to them.',
  'A returned connection is kept only while no more are open than were needed of late, however high pool-max-conn is, unless pool-low-conn adds spare ones.',
  'The first request of a client session never goes out on a reused connection under http-reuse safe, the default.',
  'maxconn counts requests under way, not connections: idle ones come on top.',
  'A request on a connection the server has just closed is not sent again: retry-on covers conn-failure only, unless empty-response is added.',
  'timeout queue is timeout connect where it is not set; when it has passed, the request fails with 503.',
  'max-reuse is obeyed by HTTP/2 connections; HTTP/1.1 ones are reused for ever.',
]

/** HAProxy as a client of the servers of a backend; the threads of a process share their pools. */
export const haproxy: Client = {
  name: 'haproxy',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

/** Times are 32-bit integers of ms: 24 days stand for no limit. */
const LONGEST_TIME_MS = 24 * 86_400_000

function patch(settings: PoolSettings): ConfigPatch {
  const reuse = reusesConnections(settings)
  const lines = [
    'backend api',
    '    mode http',
    reuse ? '    http-reuse safe' : '    option http-server-close',
    ...queueLines(settings),
    `    server api1 127.0.0.1:8080${maxConn(settings)}${reuse ? poolMaxConn(settings) : ''}`,
  ]
  return {
    fileName: 'haproxy-backend.cfg',
    language: 'haproxy',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function queueLines({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): string[] {
  if (maxConnsPerHost === Infinity) return []
  return [`    timeout queue ${durationText(Math.max(waitTimeoutMs, 1), LONGEST_TIME_MS)}`]
}

function maxConn({ maxConnsPerHost }: PoolSettings): string {
  return maxConnsPerHost === Infinity ? '' : ` maxconn ${roundDown(maxConnsPerHost, LARGEST_INT)}`
}

function poolMaxConn({ maxIdlePerHost }: PoolSettings): string {
  return maxIdlePerHost === Infinity ? '' : ` pool-max-conn ${roundDown(maxIdlePerHost, LARGEST_INT)}`
}

function notes(settings: PoolSettings): string[] {
  return [
    'Put your own backend name, server name and address in place of api, api1 and 127.0.0.1:8080.',
    ...(reusesConnections(settings) ? [reuseNote] : []),
    ...queueNotes(settings),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const reuseNote =
  'http-reuse always lets the first request of a session reuse a connection as well; add retry-on conn-failure empty-response, and keep POST from being sent twice by http-request disable-l7-retry unless METH_GET.'

function queueNotes({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): string[] {
  if (maxConnsPerHost === Infinity) return []
  if (waitTimeoutMs < 1) {
    return ['timeout queue is 1 ms, the least there is: 0 or nothing means as long as timeout connect.']
  }
  return waitTimeoutMs === Infinity ? ['HAProxy has no word for waiting for ever: 24 days stand for it.'] : []
}

const workarounds = {
  idleTimeoutMs:
    'let the server keep idle connections for longer than HAProxy does, and let retry-on empty-response catch the rest',
  maxLifetimeMs: 'let the server close connections past that age',
  maxRequestsPerConn: 'let the server answer Connection: close after that many',
  maxWaiting: 'deny requests by an ACL on the queue() fetch',
}
