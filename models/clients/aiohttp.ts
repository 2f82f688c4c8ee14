import { NO_ALL_HOSTS_LIMITS, PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { pythonSeconds } from './dialect/python-seconds.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'aiohttp'

const versions = 'aiohttp 3.11 to 3.14, TCPConnector'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 15_000,
}

/**
 * The limit over all hosts counts acquired connections, as that of each host does. Requests to several hosts
 * that wait for it are woken in random order of hosts, not first come first served. Sweeps fall on whole seconds
 * of the event loop's clock where the idle timeout is 5 s or more, so that the period is up to 1 s longer than
 * here. A failed idempotent request is sent again on a fresh connection too.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'fifo',
  connCapCounts: 'acquired',
  allHosts: { ...NO_ALL_HOSTS_LIMITS, maxConns: 100 },
  expiry: {
    kind: 'checked',
    when: 'taken',
    sweep: { timeoutShare: 1, minMs: 0, grainMs: 1000, unlimitedMs: Infinity, runs: 'while-idle' },
  },
  staleRetry: { requests: 'idempotent', times: 1, delayMs: 0 },
}

/** The patch takes the limit over all hosts away. */
const patchedPolicy: PoolPolicy = { ...policy, allHosts: NO_ALL_HOSTS_LIMITS }

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepalive_timeout', unit: 's' },
  maxConnsPerHost: { name: 'limit_per_host', unit: 'count', special: { '0': Infinity } },
  waitTimeoutMs: { name: 'ClientTimeout.connect', unit: 's', special: { '0': Infinity, None: Infinity } },
}

const traps = [
  'limit (100) holds for all hosts of a connector together and limit_per_host is 0, which is no limit: one slow host can take all 100.',
  'Limits count connections in use, not idle ones: open sockets to all hosts together may exceed limit.',
  'Since 3.11 the connection idle longest is taken first (aio-libs/aiohttp#9672; before, the one returned last): steady traffic keeps every connection warm, so that none expires after a burst.',
  'ClientTimeout(connect=...) is none by default and covers the wait for a connection and the dial; waiting is bounded only by total, 5 min.',
  'keepalive_timeout is exact when a connection is asked for, but sockets are closed by a sweep: an idle one may stay open for about twice the time.',
  'A POST that meets a connection the server has just closed fails with ServerDisconnectedError; only idempotent requests are sent again, once.',
]

/** `aiohttp.ClientSession` with a `TCPConnector`. */
export const aiohttp: Client = {
  name: 'aiohttp',
  title,
  defaults,
  versions,
  formerDefaults,
  policy,
  patchedPolicy,
  native,
  traps,
  patch,
}

/** `ceil_threshold` of ClientTimeout: a longer timeout ends on the next whole second of the loop's clock. */
const CEIL_THRESHOLD_MS = 5000

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    'import aiohttp',
    '',
    '',
    'def new_session() -> aiohttp.ClientSession:',
    '    connector = aiohttp.TCPConnector(',
    '        limit=0,  # no limit over all hosts together (default: 100)',
    ...perHostLines(settings),
    ...(reusesConnections(settings) ? idleLines(settings) : ['        force_close=True,  # no keep-alive']),
    '    )',
    ...sessionLines(settings),
  ]
  return {
    fileName: 'aiohttp_session.py',
    language: 'python',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function perHostLines({ maxConnsPerHost }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? ['        limit_per_host=0,  # no limit']
    : [`        limit_per_host=${roundDown(maxConnsPerHost, Number.MAX_SAFE_INTEGER)},`]
}

function idleLines({ idleTimeoutMs }: PoolSettings): string[] {
  const comment = idleTimeoutMs === Infinity ? '  # 49 days stand for no limit' : ''
  return [`        keepalive_timeout=${pythonSeconds(idleTimeoutMs)},${comment}`]
}

function sessionLines(settings: PoolSettings): string[] {
  if (!boundsWait(settings)) {
    return [
      ...(asksForWait(settings)
        ? ['    # no ClientTimeout: connect=0 would be no limit, not rejection at once']
        : []),
      '    return aiohttp.ClientSession(connector=connector)',
    ]
  }
  return [
    '    timeout = aiohttp.ClientTimeout(',
    '        total=300,  # as by default',
    '        sock_connect=30,  # as by default',
    `        connect=${pythonSeconds(settings.waitTimeoutMs)},  # waiting and dialing`,
    '    )',
    '    return aiohttp.ClientSession(connector=connector, timeout=timeout)',
  ]
}

function asksForWait({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): boolean {
  return maxConnsPerHost !== Infinity && waitTimeoutMs !== Infinity
}

/** Less than 1 ms would be written as 0, which is no limit. */
function boundsWait(settings: PoolSettings): boolean {
  return asksForWait(settings) && settings.waitTimeoutMs >= 1
}

function notes(settings: PoolSettings): string[] {
  return [
    'Call new_session once, inside the running event loop, and share the session: each connector has a pool of its own.',
    ...waitNotes(settings),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxIdlePerHost: 'every connection may stay idle until it expires, so limit_per_host is the only bound',
  maxLifetimeMs: 'make a new session from time to time and close the old one',
}

function waitNotes(settings: PoolSettings): string[] {
  if (!asksForWait(settings)) return []
  if (!boundsWait(settings)) {
    return [
      'aiohttp cannot reject a request at once at limit_per_host, because connect=0 means no limit: requests wait up to total, 5 min by default.',
    ]
  }
  const sentences = [
    'connect bounds the wait for a connection and the dial together: a dial that takes longer fails as well.',
  ]
  if (settings.waitTimeoutMs > CEIL_THRESHOLD_MS) {
    sentences.push('A connect of more than 5 s ends on a whole second of the clock, up to 1 s later.')
  }
  return sentences
}
