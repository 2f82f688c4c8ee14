import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { hyperUtilPolicy } from './dialect/hyper-util-policy.ts'
import { jsNumber } from './dialect/js-number.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { LARGEST_TIMER_MS } from './dialect/timer-limit.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Deno fetch'

const versions = 'Deno 2, as fetch and Deno.createHttpClient have it'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 90_000,
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'poolIdleTimeout', unit: 'ms', special: { false: Infinity } },
  maxIdlePerHost: { name: 'poolMaxIdlePerHost', unit: 'count' },
}

const traps = [
  'A client has no effect until it is passed to fetch as { client }: without it fetch uses a default client with 90 s of idle time and no idle cap.',
  'poolIdleTimeout takes whole milliseconds: a fraction counts as 0, which leaves nothing to reuse; false, not 0, means never.',
  'poolIdleTimeout is exact when a connection is asked for, but sockets are closed by a sweep of the same period: an idle one may stay open for twice the time.',
  'There is no limit on connections: each concurrent request without an idle connection dials.',
  'Over TLS a server may choose HTTP/2: then one connection for each host carries all requests; http2: false rules that out.',
  'A request that meets a connection the server has just closed fails; over HTTP/1.1 nothing that was written is sent again.',
]

/** `fetch` of Deno, with a client made by `Deno.createHttpClient`. */
export const denoFetch: Client = {
  name: 'deno-fetch',
  title,
  defaults,
  versions,
  formerDefaults,
  policy: hyperUtilPolicy,
  native,
  traps,
  patch,
}

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    'export const client = Deno.createHttpClient({',
    ...(reusesConnections(settings) ? reuseLines(settings) : noReuseLines),
    '})',
  ]
  return {
    fileName: 'http-client.ts',
    language: 'typescript',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

const noReuseLines = ['  poolMaxIdlePerHost: 0, // no connection is kept for reuse']

/** Whole numbers cross into Deno's runtime as 32 bits. */
function reuseLines({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  return [
    idleTimeoutMs === Infinity
      ? '  poolIdleTimeout: false, // idle connections are never closed'
      : `  poolIdleTimeout: ${jsNumber(roundDown(idleTimeoutMs, LARGEST_TIMER_MS))},`,
    maxIdlePerHost === Infinity
      ? '  // no poolMaxIdlePerHost: idle connections are not limited'
      : `  poolMaxIdlePerHost: ${jsNumber(roundDown(maxIdlePerHost, LARGEST_INT))},`,
  ]
}

function notes(settings: PoolSettings): string[] {
  return [
    'Make the client once and pass it to every fetch: fetch(url, { client }).',
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxConnsPerHost: 'bound the number of concurrent requests by a semaphore of your own',
  waitTimeoutMs: 'bound the whole request by AbortSignal.timeout',
  maxLifetimeMs: 'make a new client from time to time and close the old one',
}
