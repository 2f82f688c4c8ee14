import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { durationText } from './dialect/duration-text.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'nginx upstream'

const versions = '1.29.7 and later'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: 'up to 1.29.6, which keeps no connection', settings: { maxIdlePerHost: 0 } },
  {
    versions: 'up to 1.19.9',
    settings: { maxIdlePerHost: 0, maxRequestsPerConn: 100, maxLifetimeMs: Infinity },
  },
]

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 60_000,
  maxIdlePerHost: 32,
  maxLifetimeMs: 3_600_000,
  maxRequestsPerConn: 1000,
  waitTimeoutMs: 0,
}

const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  overflow: 'evict-oldest',
  idleCapScope: 'all-hosts',
  connCapCounts: 'acquired',
  lifetime: 'returned',
  staleRetry: { requests: 'idempotent', times: Infinity, delayMs: 0 },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepalive_timeout', unit: 'duration' },
  maxIdlePerHost: { name: 'keepalive', unit: 'count' },
  maxConnsPerHost: { name: 'max_conns', unit: 'count', special: { '0': Infinity } },
  maxLifetimeMs: { name: 'keepalive_time', unit: 'duration' },
  maxRequestsPerConn: { name: 'keepalive_requests', unit: 'count', special: { '0': 1 } },
}

const traps = [
  'Upstream keep-alive is on by default (keepalive 32) since 1.29.7; earlier versions close each upstream connection after one response until keepalive, proxy_http_version 1.1 and an empty Connection header are set.',
  'keepalive counts idle connections per worker process and over all servers of the upstream; it does not limit open ones.',
  'The default of 1.29.7 is keepalive 32 local: a location does not reuse the connections of another one.',
  'keepalive_requests was 100 before 1.19.10 and is 1000 since.',
  'At max_conns a request does not wait: it goes to the next server or fails with 502.',
  'A POST that meets a connection the upstream has closed fails with 502; only idempotent requests are sent again, unless proxy_next_upstream has non_idempotent.',
]

/** nginx as a client of its upstream servers. One worker process is one pool. */
export const nginxUpstream: Client = {
  name: 'nginx-upstream',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

/** The longest time that 32-bit builds take as well, in whole days. */
const LARGEST_TIME_MS = 24 * 86_400_000
/** `worker_connections` of the nginx.conf that nginx ships: no worker has more connections than that. */
const SHIPPED_WORKER_CONNECTIONS = 1024

function patch(settings: PoolSettings): ConfigPatch {
  const reuse = reusesConnections(settings)
  const lines = [
    'upstream backend {',
    `    server 127.0.0.1:8080${maxConns(settings)};`,
    ...(reuse ? keepaliveLines(settings) : []),
    '}',
    '',
    'server {',
    '    location / {',
    '        proxy_pass http://backend;',
    '        proxy_http_version 1.1;',
    `        proxy_set_header Connection ${reuse ? '""' : 'close'};`,
    '    }',
    '}',
  ]
  return {
    fileName: 'upstream.conf',
    language: 'nginx',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function maxConns({ maxConnsPerHost }: PoolSettings): string {
  return maxConnsPerHost === Infinity ? '' : ` max_conns=${roundDown(maxConnsPerHost, LARGEST_INT)}`
}

function keepaliveLines(settings: PoolSettings): string[] {
  const { maxIdlePerHost, idleTimeoutMs, maxRequestsPerConn, maxLifetimeMs } = settings
  const cached = maxIdlePerHost === Infinity ? SHIPPED_WORKER_CONNECTIONS : maxIdlePerHost
  return [
    `keepalive ${roundDown(cached, LARGEST_INT)};`,
    `keepalive_timeout ${durationText(idleTimeoutMs, LARGEST_TIME_MS)};`,
    `keepalive_requests ${roundDown(maxRequestsPerConn, LARGEST_INT)};`,
    `keepalive_time ${durationText(maxLifetimeMs, LARGEST_TIME_MS)};`,
  ].map((line) => `    ${line}`)
}

function notes(settings: PoolSettings): string[] {
  return [
    'Put your own upstream name and server addresses in place of backend and 127.0.0.1:8080.',
    ...(reusesConnections(settings) ? reuseNotes(settings) : noReuseNotes),
    ...(settings.maxConnsPerHost === Infinity ? [] : limitNotes(settings)),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      { waitTimeoutMs: 'at max_conns a request goes to the next server or fails with 502 at once' },
    ),
  ]
}

function limitNotes({ waitTimeoutMs }: PoolSettings): string[] {
  const sentences = [
    'max_conns counts active connections, not idle ones, and per worker process unless the upstream has a zone.',
  ]
  if (waitTimeoutMs === 0) {
    sentences.push(
      'Requests beyond max_conns are not queued: they go to the next server or fail with 502 at once.',
    )
  }
  return sentences
}

const noReuseNotes = [
  'Connection: close asks the upstream to close after each response; nginx 1.29.7 and later also take keepalive 0 in the upstream block, which earlier ones reject.',
]

function reuseNotes({ maxIdlePerHost, idleTimeoutMs, maxLifetimeMs }: PoolSettings): string[] {
  const sentences = [
    'keepalive counts per worker process and over all servers of the upstream: multiply it by the number of servers, and expect worker_processes times as many idle connections in all.',
    'proxy_http_version 1.1 and the empty Connection header are the default since 1.29.7 and needed before; keepalive_time needs 1.19.10.',
  ]
  if (maxIdlePerHost === Infinity) {
    sentences.push(
      `keepalive has no word for unlimited: ${SHIPPED_WORKER_CONNECTIONS} is worker_connections as shipped; raise both together.`,
    )
  }
  if (idleTimeoutMs === Infinity || maxLifetimeMs === Infinity) {
    sentences.push('nginx times have no word for never: 24 days (2073600s) stand for it.')
  }
  return sentences
}
