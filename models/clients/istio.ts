import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { A_YEAR_MS } from './dialect/a-year.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { protoDuration } from './dialect/proto-duration.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Istio DestinationRule'

const versions = 'Istio 1.22 and later'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = { ...UNLIMITED, idleTimeoutMs: 3_600_000 }

/**
 * The pool is Envoy's: requests count towards `http1MaxPendingRequests` while their own dial is under way; the
 * policy counts only those that have none.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  connCapScope: 'all-workers',
  lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'idleTimeout', unit: 'duration' },
  maxConnsPerHost: { name: 'maxConnections', unit: 'count', special: { '0': Infinity } },
  maxLifetimeMs: { name: 'maxConnectionDuration', unit: 'duration' },
  maxRequestsPerConn: { name: 'maxRequestsPerConnection', unit: 'count', special: { '0': Infinity } },
  maxWaiting: { name: 'http1MaxPendingRequests', unit: 'count', special: { '0': Infinity } },
}

const traps = [
  'idleTimeout is 1 h by default, far longer than most servers keep a connection: a request that meets one the server has just closed fails with 503 UC (istio/istio#13848, #55138).',
  'The default of 2 retries does not cover the reset of a reused connection: it retries on connect-failure, refused-stream, unavailable, cancelled and retriable-status-codes only.',
  'The settings hold for the sidecar or gateway on the client side; the leg from the sidecar of the server to the application has its own.',
  'maxConnections is shared by all worker threads of a proxy, but each worker keeps its own idle connections.',
  'http1MaxPendingRequests also counts requests whose connection is still being opened: a small value fails bursts with 503 UO long before maxConnections is reached.',
  '0 means not set for every count: maxConnections and http1MaxPendingRequests are then 4294967295, which is no limit.',
  'http.idleTimeout wins over tcp.idleTimeout, which holds where the former is not set.',
]

/** The connection pool of an Istio proxy, as a DestinationRule sets it. One worker thread is one pool. */
export const istio: Client = {
  name: 'istio',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

/** `maxRequestsPerConnection` goes up to 2^29. */
const MOST_REQUESTS = 536_870_912

function patch(settings: PoolSettings): ConfigPatch {
  const tcp = tcpLines(settings)
  const http = [
    ...(reusesConnections(settings) ? reuseLines(settings) : noReuseLines),
    ...waitLines(settings),
  ]
  const lines = [
    'apiVersion: networking.istio.io/v1',
    'kind: DestinationRule',
    'metadata:',
    '  name: backend',
    'spec:',
    '  host: backend',
    '  trafficPolicy:',
    '    connectionPool:',
    ...(tcp.length > 0 ? ['      tcp:', ...tcp.map(indent)] : []),
    '      http:',
    ...http.map(indent),
  ]
  return {
    fileName: 'destination-rule.yaml',
    language: 'yaml',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function indent(line: string): string {
  return `        ${line}`
}

function tcpLines(settings: PoolSettings): string[] {
  const { maxConnsPerHost, maxLifetimeMs } = settings
  const lines: string[] = []
  if (maxConnsPerHost !== Infinity) lines.push(`maxConnections: ${roundDown(maxConnsPerHost, LARGEST_INT)}`)
  if (reusesConnections(settings) && maxLifetimeMs !== Infinity) {
    lines.push(`maxConnectionDuration: ${protoDuration(maxLifetimeMs)}`)
  }
  return lines
}

const noReuseLines = ['# 1: no keep-alive', 'maxRequestsPerConnection: 1']

function reuseLines({ idleTimeoutMs, maxRequestsPerConn }: PoolSettings): string[] {
  const lines =
    idleTimeoutMs === Infinity
      ? ['# a year stands for no limit', `idleTimeout: ${protoDuration(A_YEAR_MS)}`]
      : [`idleTimeout: ${protoDuration(idleTimeoutMs)}`]
  if (maxRequestsPerConn !== Infinity) {
    lines.push(`maxRequestsPerConnection: ${roundDown(maxRequestsPerConn, MOST_REQUESTS)}`)
  }
  return lines
}

function waitLines({ maxConnsPerHost, maxWaiting }: PoolSettings): string[] {
  if (maxConnsPerHost === Infinity || maxWaiting === Infinity) return []
  return [`http1MaxPendingRequests: ${Math.max(roundDown(maxWaiting, LARGEST_INT), 1)}`]
}

function notes(settings: PoolSettings): string[] {
  return [
    'Put your own names in place of backend; versions before 1.22 have networking.istio.io/v1beta1.',
    ...(settings.maxConnsPerHost === Infinity ? [] : limitNotes(settings)),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        waitTimeoutMs: 'the timeout of the VirtualService route bounds wait and response together',
        maxIdlePerHost: 'every connection up to maxConnections may stay idle until it expires',
      },
    ),
  ]
}

function limitNotes({ maxWaiting }: PoolSettings): string[] {
  const sentences = [
    'maxConnections holds for all worker threads and all endpoints of the host together: multiply it by the number of both.',
  ]
  if (maxWaiting < 1) {
    sentences.push(
      'http1MaxPendingRequests is 1: 0 means no limit, and a request counts as pending while its connection is opened.',
    )
  } else if (maxWaiting !== Infinity) {
    sentences.push(
      'http1MaxPendingRequests also counts requests whose connection is still being opened: keep it above the largest burst.',
    )
  }
  return sentences
}
