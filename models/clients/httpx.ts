import { NO_ALL_HOSTS_LIMITS, PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { pythonSeconds } from './dialect/python-seconds.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'httpx'

const versions = 'httpx 0.27 and 0.28 on httpcore 1.0'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 5000,
  maxIdlePerHost: 20,
  maxConnsPerHost: 100,
  waitTimeoutMs: 5000,
}

/** The pool of httpcore. Both limits hold for all hosts together, and an idle connection makes room for another host. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'first-created',
  overflow: 'close-first-created',
  idleCapCounts: 'open',
  idleCapScope: 'all-hosts',
  connCapScope: 'all-hosts',
  allHosts: { ...NO_ALL_HOSTS_LIMITS, makesRoom: true },
  expiry: { kind: 'checked', when: 'any-request', sweep: null },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepalive_expiry', unit: 's', special: { None: Infinity } },
  maxIdlePerHost: { name: 'max_keepalive_connections', unit: 'count', special: { None: Infinity } },
  maxConnsPerHost: { name: 'max_connections', unit: 'count', special: { None: Infinity } },
  waitTimeoutMs: { name: 'Timeout.pool', unit: 's', special: { None: Infinity } },
}

const traps = [
  'While more than max_keepalive_connections (20) are open, busy ones included, each connection that becomes idle is closed (encode/httpcore#1000): above 20 at once nearly every request dials.',
  'max_connections (100) and max_keepalive_connections (20) hold for all hosts of a client together, not for each host.',
  'The module functions httpx.get and httpx.post make a client for each call: no connection is reused.',
  'A request that waits longer than 5 s for a connection fails with PoolTimeout.',
  'Expired connections are closed only when a request starts or ends: in a pause they stay open, or half closed by the server.',
  'A request that meets a connection the server has just closed fails with RemoteProtocolError or ReadError; retries of HTTPTransport counts failed dials only.',
  'httpcore without httpx has max_connections 10 and no keepalive_expiry.',
]

/** `httpx.Client` and `httpx.AsyncClient`, and the pool of httpcore beneath them. */
export const httpx: Client = {
  name: 'httpx',
  title,
  defaults,
  versions,
  formerDefaults,
  policy,
  native,
  traps,
  patch,
}

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    'import httpx',
    '',
    'client = httpx.Client(',
    '    limits=httpx.Limits(',
    `        max_connections=${countOrNone(settings.maxConnsPerHost)},`,
    ...(reusesConnections(settings) ? reuseLines(settings) : noReuseLines),
    '    ),',
    ...timeoutLines(settings),
    ')',
  ]
  return {
    fileName: 'httpx_client.py',
    language: 'python',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

const noReuseLines = ['        max_keepalive_connections=0,  # no connection is kept for reuse']

function reuseLines({ maxIdlePerHost, idleTimeoutMs }: PoolSettings): string[] {
  return [
    `        max_keepalive_connections=${countOrNone(maxIdlePerHost)},`,
    `        keepalive_expiry=${secondsOrNone(idleTimeoutMs)},`,
  ]
}

function timeoutLines({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? []
    : [`    timeout=httpx.Timeout(5, pool=${secondsOrNone(waitTimeoutMs)}),`]
}

function countOrNone(count: number): string {
  return count === Infinity ? 'None' : String(roundDown(count, Number.MAX_SAFE_INTEGER))
}

function secondsOrNone(ms: number): string {
  return ms === Infinity ? 'None' : pythonSeconds(ms)
}

function notes(settings: PoolSettings): string[] {
  return [
    'Make the client once and share it: each client has a pool of its own; httpx.AsyncClient takes the same arguments.',
    ...limitNotes(settings),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxLifetimeMs: 'make a new client from time to time and close the old one',
}

function limitNotes(settings: PoolSettings): string[] {
  const { maxIdlePerHost, maxConnsPerHost } = settings
  const sentences: string[] = []
  const capsIdle = reusesConnections(settings) && maxIdlePerHost < maxConnsPerHost
  if (capsIdle || maxConnsPerHost !== Infinity) {
    sentences.push(
      'The limits hold for all hosts of the client together: make one client for each host, or multiply them by the number of hosts.',
    )
  }
  if (capsIdle) {
    sentences.push(
      'httpcore closes idle connections while more than max_keepalive_connections are open, not idle (encode/httpcore#1000): raise it to the highest number of concurrent requests if none of them should be closed.',
    )
  }
  if (maxConnsPerHost !== Infinity) {
    sentences.push('httpx.Timeout(5, ...) keeps the default of 5 s for connect, read and write.')
  }
  return sentences
}
