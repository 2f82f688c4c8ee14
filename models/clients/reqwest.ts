import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { A_YEAR_MS } from './dialect/a-year.ts'
import { hyperUtilPolicy } from './dialect/hyper-util-policy.ts'
import { jsNumber } from './dialect/js-number.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'reqwest'

const versions = "reqwest 0.12 and 0.13, and hyper-util's legacy client 0.1"

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 90_000,
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'pool_idle_timeout', unit: 'duration', special: { None: Infinity } },
  maxIdlePerHost: { name: 'pool_max_idle_per_host', unit: 'count', special: { 'usize::MAX': Infinity } },
}

const traps = [
  'pool_idle_timeout is exact when a connection is asked for, but sockets are closed by a sweep of the same period: an idle one may stay open for twice the time, 180 s by default.',
  'The 90 s default is longer than most servers keep idle connections; a request that meets one the server has just closed fails with "connection closed before message completed" (hyperium/hyper#2136: about 0.02 % of requests), and only a request not yet written is sent again.',
  'There is no limit on connections: each concurrent request without an idle connection dials, and pool_max_idle_per_host bounds idle ones only.',
  'The legacy client of hyper-util sweeps only if pool_timer is set; without it expired connections stay open until their host is asked for again.',
  'Over TLS a server may choose HTTP/2: then one connection for each host carries all requests and these settings hardly matter; http1_only rules that out.',
]

/** `reqwest::Client`, and the pool of hyper-util beneath it. */
export const reqwest: Client = {
  name: 'reqwest',
  title,
  defaults,
  versions,
  formerDefaults,
  policy: hyperUtilPolicy,
  native,
  traps,
  patch,
}

/** The largest usize of a 32-bit target. */
const LARGEST_COUNT = 4_294_967_295

function patch(settings: PoolSettings): ConfigPatch {
  const reuse = reusesConnections(settings)
  const lines = [
    ...(reuse ? ['use std::time::Duration;', ''] : []),
    'pub fn client() -> reqwest::Result<reqwest::Client> {',
    '    reqwest::Client::builder()',
    ...(reuse ? reuseLines(settings) : noReuseLines),
    '        .build()',
    '}',
  ]
  return { fileName: 'client.rs', language: 'rust', text: `${lines.join('\n')}\n`, notes: notes(settings) }
}

const noReuseLines = ['        // 0: no connection is kept for reuse', '        .pool_max_idle_per_host(0)']

function reuseLines({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  const count =
    maxIdlePerHost === Infinity ? 'usize::MAX' : jsNumber(roundDown(maxIdlePerHost, LARGEST_COUNT))
  return [
    ...(idleTimeoutMs === Infinity
      ? ['        // idle connections are never closed', '        .pool_idle_timeout(None::<Duration>)']
      : [`        .pool_idle_timeout(${rustDuration(idleTimeoutMs)})`]),
    `        .pool_max_idle_per_host(${count})`,
  ]
}

/** At most a year: far less than an Instant can be moved by on any platform. */
function rustDuration(ms: number): string {
  const wholeMs = roundDown(ms, A_YEAR_MS)
  return wholeMs % 1000 === 0
    ? `Duration::from_secs(${jsNumber(wholeMs / 1000)})`
    : `Duration::from_millis(${jsNumber(wholeMs)})`
}

function notes(settings: PoolSettings): string[] {
  return [
    'Build the client once and clone it: clones share one pool, each build has a pool of its own.',
    ...(reusesConnections(settings)
      ? [
          'The legacy client of hyper-util has the same two settings, and needs pool_timer(TokioTimer::new()) as well to close expired sockets by itself.',
        ]
      : []),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxConnsPerHost: 'let each request hold a permit of a tokio::sync::Semaphore with that many',
  waitTimeoutMs: 'bound the wait for the permit by tokio::time::timeout',
  maxLifetimeMs: 'build a new client from time to time and drop the old one',
}
