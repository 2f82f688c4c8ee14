import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = '.NET SocketsHttpHandler'

const versions = '.NET 7 and later'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: '.NET Core 2.1 to .NET 5', settings: { idleTimeoutMs: 120_000 } },
]

const defaults: PoolSettings = { ...UNLIMITED, idleTimeoutMs: 60_000 }

/** A request is sent again as long as its body was not begun; the policy takes idempotent requests for those. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  expiry: {
    kind: 'swept',
    sweep: { timeoutShare: 0.25, minMs: 1000, grainMs: 0, unlimitedMs: 30_000, runs: 'from-creation' },
  },
  lifetime: 'checked',
  lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
  serverHint: { kind: 'check', marginMs: 1000 },
  staleRetry: { requests: 'idempotent', times: 3, delayMs: 0 },
}

const infinite = { 'Timeout.InfiniteTimeSpan': Infinity }

const native: NativeSettings = {
  idleTimeoutMs: { name: 'PooledConnectionIdleTimeout', unit: 'duration', special: infinite },
  maxConnsPerHost: { name: 'MaxConnectionsPerServer', unit: 'count', special: { 'int.MaxValue': Infinity } },
  maxLifetimeMs: { name: 'PooledConnectionLifetime', unit: 'duration', special: infinite },
}

const traps = [
  'The idle timeout is not looked at when a connection is taken: a sweep every quarter of it, no more often than each second, closes what is past it, so 60 s may become 75 s.',
  'PooledConnectionLifetime has no limit by default: a busy HttpClient keeps its connections, and with them the addresses that DNS once gave.',
  'TimeSpan.Zero as PooledConnectionLifetime or PooledConnectionIdleTimeout turns pooling off.',
  'MaxConnectionsPerServer has no limit by default; at it, requests wait without any but HttpClient.Timeout (100 s), which bounds the whole request.',
  'PooledConnectionIdleTimeout was 2 min up to .NET 5 and is 1 min since .NET 6, as Kestrel closes after 130 s.',
  'A Keep-Alive: timeout= header of the server is honoured since .NET 7, less 1 s.',
  'A request is sent again up to 3 times only if nothing was received and its body was not begun: a POST on a connection the server has just closed fails.',
]

/** `HttpClient` of .NET over `SocketsHttpHandler`, its HTTP/1.1 pool. */
export const dotnet: Client = {
  name: 'dotnet',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

/** Four times the longest period of a timer (2^32 − 2 ms), in whole days: the sweep's is a quarter of it. */
const LONGEST_IDLE_MS = 198 * 86_400_000
/** A TimeSpan counts 100 ns in 64 bits, here in whole days. */
const LONGEST_TIME_SPAN_MS = 10_675_199 * 86_400_000

function patch(settings: PoolSettings): ConfigPatch {
  const properties = [
    ...(reusesConnections(settings) ? reuseLines(settings) : noReuseLines),
    ...connectionLines(settings),
  ]
  const needsThreading = properties.some((line) => line.includes('Timeout.InfiniteTimeSpan'))
  const lines = [
    'using System;',
    'using System.Net.Http;',
    ...(needsThreading ? ['using System.Threading;'] : []),
    '',
    'var handler = new SocketsHttpHandler',
    '{',
    ...properties.map((line) => `    ${line}`),
    '};',
    'var client = new HttpClient(handler);',
  ]
  return {
    fileName: 'PooledHttpClient.cs',
    language: 'csharp',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

const noReuseLines = ['// zero: no connection is kept for reuse', 'PooledConnectionLifetime = TimeSpan.Zero,']

function reuseLines({ idleTimeoutMs, maxLifetimeMs }: PoolSettings): string[] {
  return [
    idleTimeoutMs === Infinity
      ? 'PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,'
      : `PooledConnectionIdleTimeout = ${timeSpan(idleTimeoutMs, LONGEST_IDLE_MS)},`,
    maxLifetimeMs === Infinity
      ? '// no PooledConnectionLifetime: connections have no maximum age'
      : `PooledConnectionLifetime = ${timeSpan(maxLifetimeMs, LONGEST_TIME_SPAN_MS)},`,
  ]
}

function connectionLines({ maxConnsPerHost }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? ['// no MaxConnectionsPerServer: connections are not limited']
    : [`MaxConnectionsPerServer = ${roundDown(maxConnsPerHost, LARGEST_INT)},`]
}

function timeSpan(ms: number, longestMs: number): string {
  const wholeMs = roundDown(ms, longestMs)
  return wholeMs % 1000 === 0
    ? `TimeSpan.FromSeconds(${wholeMs / 1000})`
    : `TimeSpan.FromMilliseconds(${wholeMs})`
}

function notes(settings: PoolSettings): string[] {
  const { idleTimeoutMs } = settings
  return [
    'Make one HttpClient and share it: each handler has a pool of its own.',
    ...(reusesConnections(settings) && idleTimeoutMs !== Infinity
      ? [
          'A connection may stay idle for a quarter longer than PooledConnectionIdleTimeout, until the next sweep.',
        ]
      : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        maxIdlePerHost: 'every connection up to MaxConnectionsPerServer may stay idle until it expires',
        waitTimeoutMs: 'bound the whole request by HttpClient.Timeout or a CancellationToken',
        maxRequestsPerConn: 'let the server answer Connection: close after that many',
      },
    ),
  ]
}
