import { NO_ALL_HOSTS_LIMITS, PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { javaClass } from './dialect/java-class.ts'
import { javaDuration } from './dialect/java-duration.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Apache HttpClient 5'

const versions = '5.2 and later, with the pooling connection manager'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 180_000,
  maxConnsPerHost: 5,
  waitTimeoutMs: 180_000,
}

/** A connection past its time to live is found when it is taken or swept; the policy looks at its return as well. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  allHosts: { maxIdle: Infinity, maxConns: 25, makesRoom: true },
  expiry: { kind: 'checked', when: 'taken', sweep: null },
  lifetime: 'checked',
  serverHint: { kind: 'replace', marginMs: 0, ceilingMs: Infinity },
  staleRetry: { requests: 'idempotent', times: 1, delayMs: 1000 },
}

/** How often the evictor thread looks where no idle time is set for it. */
const EVICTOR_PERIOD_MS = 5000

/** The patch takes the cap over all hosts away, lets a hint only shorten, and starts the evictor thread. */
const patchedPolicy: PoolPolicy = {
  ...policy,
  allHosts: NO_ALL_HOSTS_LIMITS,
  expiry: {
    kind: 'checked',
    when: 'taken',
    sweep: {
      timeoutShare: 0,
      minMs: EVICTOR_PERIOD_MS,
      grainMs: 0,
      unlimitedMs: EVICTOR_PERIOD_MS,
      runs: 'from-creation',
    },
  },
  serverHint: { kind: 'shorten', marginMs: 0 },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'setConnectionKeepAlive', unit: 'duration' },
  maxConnsPerHost: { name: 'setMaxConnPerRoute', unit: 'count' },
  maxLifetimeMs: { name: 'setTimeToLive', unit: 'duration' },
  waitTimeoutMs: { name: 'setConnectionRequestTimeout', unit: 'duration' },
}

const traps = [
  'Only 5 connections per route and 25 in all are open at once by default; further requests wait up to 3 min for one.',
  'A Keep-Alive: timeout= header of the server replaces the keep-alive of 3 min to the second, without a margin: both sides close at the same moment.',
  'Expired connections are found when they would be taken; none is closed before unless evictExpiredConnections or evictIdleConnections is set.',
  'evictIdleConnections(t) looks every t in versions up to 5.5, so a connection may stay idle for 2 t; since 5.6 it looks every t / 10.',
  'A connection idle for 2 s or longer is read from before it is used, which takes 1 ms.',
  'A failed GET is sent again once, and only after 1 s; a POST is not sent again.',
]

/** The classic client of Apache HttpComponents 5. */
export const apacheHttpclient5: Client = {
  name: 'apache-httpclient5',
  title,
  defaults,
  policy,
  patchedPolicy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

const importable = [
  'org.apache.hc.client5.http.config.ConnectionConfig',
  'org.apache.hc.client5.http.config.RequestConfig',
  'org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy',
  'org.apache.hc.client5.http.impl.classic.CloseableHttpClient',
  'org.apache.hc.client5.http.impl.classic.HttpClients',
  'org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder',
  'org.apache.hc.core5.util.TimeValue',
  'org.apache.hc.core5.util.Timeout',
]

function patch(settings: PoolSettings): ConfigPatch {
  const reuse = reusesConnections(settings)
  const body = [
    ...(reuse ? keepAliveLines(settings) : []),
    'return HttpClients.custom()',
    '    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()',
    ...poolLines(settings).map((line) => `        ${line}`),
    '        .build())',
    ...(reuse ? strategyLines : noReuseLines),
    ...requestLines(settings),
    '    .build();',
  ]
  return {
    fileName: 'PooledHttpClient.java',
    language: 'java',
    text: javaClass('PooledHttpClient', 'CloseableHttpClient', importable, body),
    notes: notes(settings),
  }
}

function keepAliveLines({ idleTimeoutMs }: PoolSettings): string[] {
  return [
    ...(idleTimeoutMs === Infinity ? ['// a year stands for no limit'] : []),
    `TimeValue keepAlive = ${javaDuration(idleTimeoutMs, 'TimeValue')};`,
  ]
}

function poolLines(settings: PoolSettings): string[] {
  const { maxConnsPerHost, maxLifetimeMs } = settings
  const lines = [
    maxConnsPerHost === Infinity
      ? '.setMaxConnPerRoute(Integer.MAX_VALUE)'
      : `.setMaxConnPerRoute(${roundDown(maxConnsPerHost, LARGEST_INT)})`,
    '// no cap over all routes together (default: 25)',
    '.setMaxConnTotal(Integer.MAX_VALUE)',
  ]
  if (reusesConnections(settings) && maxLifetimeMs !== Infinity) {
    lines.push(
      '.setDefaultConnectionConfig(ConnectionConfig.custom()',
      `    .setTimeToLive(${javaDuration(maxLifetimeMs, 'TimeValue')})`,
      '    .build())',
    )
  }
  return lines
}

const strategyLines = [
  "    // the server's Keep-Alive: timeout= may shorten the idle time, not stretch it",
  '    .setKeepAliveStrategy((response, context) -> DefaultConnectionKeepAliveStrategy.INSTANCE',
  '        .getKeepAliveDuration(response, context)',
  '        .min(keepAlive))',
  '    .evictExpiredConnections()',
]

const noReuseLines = [
  '    // no connection is kept for reuse',
  '    .setConnectionReuseStrategy((request, response, context) -> false)',
]

function requestLines(settings: PoolSettings): string[] {
  const { maxConnsPerHost, waitTimeoutMs } = settings
  const lines = reusesConnections(settings) ? ['.setConnectionKeepAlive(keepAlive)'] : []
  if (maxConnsPerHost !== Infinity) {
    if (waitTimeoutMs === Infinity) lines.push('// a year stands for no limit')
    lines.push(`.setConnectionRequestTimeout(${javaDuration(Math.max(waitTimeoutMs, 1), 'Timeout')})`)
  }
  if (lines.length === 0) return []
  return [
    '    .setDefaultRequestConfig(RequestConfig.custom()',
    ...lines.map((line) => `        ${line}`),
    '        .build())',
  ]
}

function notes(settings: PoolSettings): string[] {
  return [
    'Make one client and share it: each connection manager has a pool of its own.',
    ...(settings.maxConnsPerHost !== Infinity && settings.waitTimeoutMs < 1
      ? ['The wait is 1 ms, the least that all versions take: 0 may mean no limit.']
      : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        maxIdlePerHost: 'every connection up to setMaxConnPerRoute may stay idle until it expires',
        maxRequestsPerConn: 'let the server answer Connection: close after that many',
      },
    ),
  ]
}
