import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { pythonSeconds } from './dialect/python-seconds.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'urllib3'

const versions =
  'urllib3 2, as PoolManager has it; HTTPAdapter of requests 2 keeps 10 idle connections in place of 1'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  maxIdlePerHost: 1,
}

/**
 * With `block=True` the limit on connections is `maxsize` as well. Not in the policy: a PoolManager closes the
 * whole pool of the host used least recently once there are more than `num_pools` hosts.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  staleRetry: { requests: 'idempotent', times: 3, delayMs: 0 },
}

const native: NativeSettings = {
  maxIdlePerHost: { name: 'maxsize', unit: 'count', special: { '0': Infinity } },
  maxConnsPerHost: { name: 'maxsize with block=True', unit: 'count' },
  waitTimeoutMs: { name: 'pool_timeout', unit: 's', special: { None: Infinity } },
}

const traps = [
  'maxsize is 1 in PoolManager and 10 in HTTPAdapter of requests; with block=False, the default, every connection beyond it is opened all the same and closed after its response, with the warning "Connection pool is full, discarding connection" (urllib3#3167).',
  'There is no idle timeout: a connection stays in the pool until the server closes it, and a dead one is noticed only when it is taken.',
  'maxsize=0 does not turn the pool off: every connection returned is kept.',
  'maxsize limits connections only with block=True; a request then waits for ever unless it has a pool_timeout, which requests never passes.',
  'num_pools (10) counts hosts: with one host more, the pool of the one used least recently is closed, connections and all.',
  'urllib3 sends idempotent requests again up to 3 times; requests sets max_retries=0 and fails with ConnectionError instead.',
]

/** `urllib3.PoolManager`, which is also the pool of requests. */
export const urllib3: Client = {
  name: 'urllib3',
  title,
  defaults,
  versions,
  formerDefaults,
  policy,
  native,
  traps,
  patch,
}

/** More connections to one address than there are ports; the pool fills itself with a placeholder for each. */
const LARGEST_MAXSIZE = 65_535

function patch(settings: PoolSettings): ConfigPatch {
  const waits = settings.maxConnsPerHost !== Infinity && settings.waitTimeoutMs !== Infinity
  const lines = [
    ...(waits ? ['import functools', ''] : []),
    'import urllib3',
    '',
    'http = urllib3.PoolManager(',
    ...(reusesConnections(settings) ? [] : ['    headers={"Connection": "close"},']),
    ...sizeLines(settings),
    ')',
    ...(waits
      ? [`request = functools.partial(http.request, pool_timeout=${pythonSeconds(settings.waitTimeoutMs)})`]
      : []),
  ]
  return { fileName: 'pool.py', language: 'python', text: `${lines.join('\n')}\n`, notes: notes(settings) }
}

function sizeLines(settings: PoolSettings): string[] {
  const maxsize = maxsizeOf(settings)
  if (settings.maxConnsPerHost !== Infinity) return [`    maxsize=${maxsize},`, '    block=True,']
  if (!reusesConnections(settings)) return []
  return maxsize === 0
    ? ['    maxsize=0,  # no limit: every connection returned is kept']
    : [`    maxsize=${maxsize},`]
}

/** The one size that stands for both limits: the smaller of them, or 0 where there is none. */
function maxsizeOf(settings: PoolSettings): number {
  const maxIdle = reusesConnections(settings) ? settings.maxIdlePerHost : Infinity
  const size = Math.min(maxIdle, settings.maxConnsPerHost)
  return size === Infinity ? 0 : roundDown(size, LARGEST_MAXSIZE)
}

function notes(settings: PoolSettings): string[] {
  return [
    ...(reusesConnections(settings) ? reuseNotes(settings) : noReuseNotes(settings)),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  idleTimeoutMs:
    "a dead connection is noticed when it is taken, so leave urllib3's own retries on for what slips through, and raise the idle timeout of the server",
  maxLifetimeMs: 'call clear() of the PoolManager from time to time, which closes all idle connections',
}

function reuseNotes(settings: PoolSettings): string[] {
  const { maxIdlePerHost, maxConnsPerHost } = settings
  const sentences = [adapterNote(settings)]
  if (maxIdlePerHost < maxConnsPerHost && maxConnsPerHost !== Infinity) {
    sentences.push(
      `maxsize with block=True is the limit on idle connections and on all connections at once: ${maxsizeOf(settings)} keeps the smaller, and ${maxConnsPerHost} connections are reached only with maxsize=${roundDown(maxConnsPerHost, LARGEST_MAXSIZE)}, which may all stay idle.`,
    )
  }
  return sentences
}

function noReuseNotes(settings: PoolSettings): string[] {
  return [
    'A request that passes headers of its own replaces those of the PoolManager, and has to bring Connection: close itself.',
    `${adapterNote(settings).slice(0, -1)}, and set session.headers["Connection"] = "close".`,
  ]
}

function adapterNote(settings: PoolSettings): string {
  const size = maxsizeOf(settings)
  return settings.maxConnsPerHost === Infinity
    ? `With requests, mount HTTPAdapter(pool_maxsize=${size}) on a Session for https:// and http://.`
    : `With requests, which waits for ever and has no pool_timeout, mount HTTPAdapter(pool_maxsize=${size}, pool_block=True) on a Session for https:// and http://.`
}
