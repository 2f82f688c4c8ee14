import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { protoDuration } from './dialect/proto-duration.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Envoy'

const versions = 'v1.23 and later'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 3_600_000,
  maxConnsPerHost: 1024,
  maxWaiting: 1024,
}

/**
 * Requests count towards `max_pending_requests` while their own dial is under way; the policy counts only those
 * that have none.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  connCapScope: 'all-workers',
  lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'idle_timeout', unit: 'duration', special: { '0s': Infinity } },
  maxConnsPerHost: { name: 'max_connections', unit: 'count' },
  maxLifetimeMs: { name: 'max_connection_duration', unit: 'duration' },
  maxRequestsPerConn: { name: 'max_requests_per_connection', unit: 'count', special: { '0': Infinity } },
  maxWaiting: { name: 'max_pending_requests', unit: 'count' },
}

const traps = [
  'Each worker thread has a pool of its own for each host: an idle connection of one worker cannot serve a request of another, so 2 workers with 1 request each hold 2 connections.',
  'idle_timeout is 1 h by default, far longer than most servers keep a connection: a request that meets one the server has just closed fails with 503 UC.',
  'max_connections (1024) is shared by all workers and counts the connections to all hosts of the cluster; a host without any gets one all the same.',
  'max_pending_requests also counts requests whose connection is still being opened: a small value fails bursts with 503 UO long before max_connections is reached.',
  'max_requests (1024) holds for HTTP/1.1 too: raising max_connections past it has no effect on its own.',
  'A failed request is sent again only where the route has a retry_policy, with reset, reset-before-request or connect-failure.',
  'No timeout bounds the wait for a connection but that of the route, 15 s by default.',
]

/** Envoy as a client of an upstream cluster. One worker thread is one pool. */
export const envoy: Client = {
  name: 'envoy',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

/** The counts are 32 bits wide; the largest stands for no limit. */
const LARGEST_COUNT = 4_294_967_295
/** `max_requests` where nothing is set: it would stop more connections than that from being used. */
const DEFAULT_MAX_REQUESTS = 1024

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    'circuit_breakers:',
    '  thresholds:',
    '    - priority: DEFAULT',
    ...limitLines(settings).map((line) => `      ${line}`),
    'typed_extension_protocol_options:',
    '  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:',
    '    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
    '    common_http_protocol_options:',
    ...(reusesConnections(settings) ? reuseLines(settings) : noReuseLines).map((line) => `      ${line}`),
    '    explicit_http_config:',
    '      http_protocol_options: {}',
  ]
  return {
    fileName: 'envoy-cluster.yaml',
    language: 'yaml',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function limitLines({ maxConnsPerHost, maxWaiting }: PoolSettings): string[] {
  const connections = roundDown(maxConnsPerHost, LARGEST_COUNT)
  const waiting = maxConnsPerHost === Infinity ? LARGEST_COUNT : roundDown(maxWaiting, LARGEST_COUNT)
  return [
    ...(maxConnsPerHost === Infinity ? ['# the largest count: connections are not limited'] : []),
    `max_connections: ${connections}`,
    `max_pending_requests: ${Math.max(waiting, 1)}`,
    ...(connections > DEFAULT_MAX_REQUESTS ? [`max_requests: ${connections}`] : []),
  ]
}

const noReuseLines = ['# 1: no keep-alive', 'max_requests_per_connection: 1']

function reuseLines({ idleTimeoutMs, maxLifetimeMs, maxRequestsPerConn }: PoolSettings): string[] {
  const lines =
    idleTimeoutMs === Infinity
      ? ['# 0s: idle connections are never closed', 'idle_timeout: 0s']
      : [`idle_timeout: ${protoDuration(idleTimeoutMs)}`]
  if (maxLifetimeMs !== Infinity) lines.push(`max_connection_duration: ${protoDuration(maxLifetimeMs)}`)
  if (maxRequestsPerConn !== Infinity) {
    lines.push(`max_requests_per_connection: ${roundDown(maxRequestsPerConn, LARGEST_COUNT)}`)
  }
  return lines
}

function notes(settings: PoolSettings): string[] {
  return [
    'These keys belong into the cluster; http_protocol_options {} chooses HTTP/1.1 for it.',
    ...(settings.maxConnsPerHost === Infinity ? [] : limitNotes(settings)),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        waitTimeoutMs: 'the timeout of the route bounds wait and response together',
        maxIdlePerHost: 'every connection up to max_connections may stay idle until it expires',
      },
    ),
  ]
}

function limitNotes({ maxWaiting }: PoolSettings): string[] {
  const sentences = [
    'max_connections holds for all worker threads and all hosts of the cluster together: multiply it by the number of both.',
  ]
  if (maxWaiting < 1) {
    sentences.push(
      'max_pending_requests is 1, not 0: a request counts as pending while its connection is opened, so 0 would fail them all.',
    )
  } else if (maxWaiting !== Infinity) {
    sentences.push(
      'max_pending_requests also counts requests whose connection is still being opened: keep it above the largest burst.',
    )
  }
  return sentences
}
