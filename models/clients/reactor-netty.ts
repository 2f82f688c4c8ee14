import { PLAIN_POLICY, type PoolPolicy, type SweepRule } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { sweepPeriodMs } from '../pool/sweep-clock.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { javaClass } from './dialect/java-class.ts'
import { javaDuration } from './dialect/java-duration.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Reactor Netty'

const versions = '1.0 and later, as HttpClient.create() has it'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  maxConnsPerHost: 500,
  waitTimeoutMs: 45_000,
  maxWaiting: 1000,
}

/**
 * Idle time and age are looked at on return as well, where only the age can be past its limit. A request is
 * sent again only if nothing of it had been written, which the policy takes for never.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'fifo',
  expiry: { kind: 'checked', when: 'taken', sweep: null },
  lifetime: 'checked',
}

const sweep: SweepRule = {
  timeoutShare: 0.25,
  minMs: 1000,
  grainMs: 0,
  unlimitedMs: 30_000,
  runs: 'from-creation',
}

/** The patch hands out the freshest connection, and sweeps expired ones. */
const patchedPolicy: PoolPolicy = {
  ...policy,
  pick: 'lifo',
  expiry: { kind: 'checked', when: 'taken', sweep },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'maxIdleTime', unit: 'duration' },
  maxConnsPerHost: { name: 'maxConnections', unit: 'count' },
  maxLifetimeMs: { name: 'maxLifeTime', unit: 'duration' },
  waitTimeoutMs: { name: 'pendingAcquireTimeout', unit: 'duration' },
  maxWaiting: { name: 'pendingAcquireMaxCount', unit: 'count', special: { '-1': Infinity } },
}

const traps = [
  'maxIdleTime has no limit by default, so a connection that the server has closed meanwhile is handed out: PrematureCloseException, "Connection prematurely closed BEFORE response" (reactor/reactor-netty#1764).',
  'The connection idle for longest is handed out first unless lifo() is set: under steady traffic none of them ever idles out.',
  'maxIdleTime and maxLifeTime are looked at when a connection is taken or returned; without evictInBackground nothing closes the others.',
  'HttpClient.create() has 500 connections per host, a ConnectionProvider from builder(name) only twice the number of processors, 16 at least.',
  'A request waits for a connection up to 45 s, and only twice as many as maxConnections may; one more fails with PoolAcquirePendingLimitException.',
  'A failed request is sent again once, and only if it had not been written yet.',
  'A Keep-Alive: timeout= header of the server is ignored.',
]

/** The HTTP client of Reactor Netty, which Spring's `WebClient` uses, with its pooling `ConnectionProvider`. */
export const reactorNetty: Client = {
  name: 'reactor-netty',
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
  'java.time.Duration',
  'reactor.netty.http.client.HttpClient',
  'reactor.netty.resources.ConnectionProvider',
]

function patch(settings: PoolSettings): ConfigPatch {
  const reuse = reusesConnections(settings)
  const body = [
    'return HttpClient.create(ConnectionProvider.builder("backend")',
    ...[...connectionLines(settings), ...(reuse ? reuseLines(settings) : [])].map(
      (line) => `        ${line}`,
    ),
    ...(reuse
      ? ['        .build());']
      : ['        .build())', '    // no connection is kept for reuse', '    .keepAlive(false);']),
  ]
  return {
    fileName: 'PooledReactorClient.java',
    language: 'java',
    text: javaClass('PooledReactorClient', 'HttpClient', importable, body),
    notes: notes(settings),
  }
}

function connectionLines(settings: PoolSettings): string[] {
  const { maxConnsPerHost, waitTimeoutMs } = settings
  if (maxConnsPerHost === Infinity) {
    return ['.maxConnections(Integer.MAX_VALUE)', '.pendingAcquireMaxCount(-1)']
  }
  const lines = [`.maxConnections(${roundDown(maxConnsPerHost, LARGEST_INT)})`]
  if (waitTimeoutMs === Infinity) lines.push('// a year stands for no limit')
  if (waitTimeoutMs >= 1) lines.push(`.pendingAcquireTimeout(${javaDuration(waitTimeoutMs, 'Duration')})`)
  return [...lines, `.pendingAcquireMaxCount(${pendingMaxCount(settings)})`]
}

/** -1 stands for no limit, and 0 for no waiting at all, which a `pendingAcquireTimeout` of 0 would not mean. */
function pendingMaxCount({ waitTimeoutMs, maxWaiting }: PoolSettings): number {
  if (waitTimeoutMs < 1) return 0
  return maxWaiting === Infinity ? -1 : roundDown(maxWaiting, LARGEST_INT)
}

function reuseLines({ idleTimeoutMs, maxLifetimeMs }: PoolSettings): string[] {
  const lines = ['// the connection returned last goes out first', '.lifo()']
  lines.push(
    idleTimeoutMs === Infinity
      ? '// no maxIdleTime: idle connections are never closed'
      : `.maxIdleTime(${javaDuration(idleTimeoutMs, 'Duration')})`,
    maxLifetimeMs === Infinity
      ? '// no maxLifeTime: connections have no maximum age'
      : `.maxLifeTime(${javaDuration(maxLifetimeMs, 'Duration')})`,
  )
  if (idleTimeoutMs !== Infinity || maxLifetimeMs !== Infinity) {
    lines.push(`.evictInBackground(${javaDuration(sweepPeriodMs(sweep, idleTimeoutMs), 'Duration')})`)
  }
  return lines
}

function notes(settings: PoolSettings): string[] {
  const { maxConnsPerHost, waitTimeoutMs, maxWaiting } = settings
  return [
    'Make one ConnectionProvider and share it; it keeps a pool of maxConnections for each host.',
    ...(maxConnsPerHost !== Infinity && (waitTimeoutMs < 1 || maxWaiting < 1)
      ? [
          'Versions before reactor/reactor-netty#3987 (October 2025) reject pendingAcquireMaxCount(0): take 1 there, and a pendingAcquireTimeout of 1 ms.',
        ]
      : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        maxIdlePerHost: 'every connection up to maxConnections may stay idle until it expires',
        maxRequestsPerConn: 'let the server answer Connection: close after that many',
      },
    ),
  ]
}
