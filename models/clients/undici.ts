import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { jsNumber } from './dialect/js-number.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { LARGEST_TIMER_MS } from './dialect/timer-limit.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'undici Agent'

const versions = "undici 6 to 8, and Node's own fetch"

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 4000,
}

/** `clientTtl` is looked at when a request would take a connection; the policy looks when one is returned as well. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'first-slot-live-or-not',
  lifetime: 'checked',
  serverHint: { kind: 'replace', marginMs: 2000, ceilingMs: 600_000 },
}

/** The patch sets keepAliveMaxTimeout too, so that a hint can shorten the idle time but not stretch it. */
const patchedPolicy: PoolPolicy = { ...policy, serverHint: { kind: 'shorten', marginMs: 2000 } }

/**
 * undici counts a request only after comparing, so a connection serves one request more than
 * `maxRequestsPerClient` (nodejs/undici#5033).
 */
const EXTRA_REQUESTS = 1

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepAliveTimeout', unit: 'ms' },
  maxConnsPerHost: { name: 'connections', unit: 'count', special: { '0': Infinity } },
  maxLifetimeMs: { name: 'clientTtl', unit: 'ms', special: { '0': Infinity } },
  maxRequestsPerConn: {
    name: 'maxRequestsPerClient',
    unit: 'count',
    special: { '0': Infinity },
    offset: EXTRA_REQUESTS,
  },
}

const traps = [
  'A Keep-Alive: timeout= header of the server replaces keepAliveTimeout, even by a longer one, up to keepAliveMaxTimeout (10 min).',
  'The lowest free slot is taken whether its socket is alive or not: a dead slot 0 dials although slot 1 is idle and alive.',
  'There is no idle cap, and connections is unlimited by default: each concurrent request opens a connection.',
  'A request that meets a connection the server has just closed fails with "other side closed"; nothing is sent again without RetryAgent or interceptors.retry (nodejs/undici#583).',
  'maxRequestsPerClient n closes a connection after n + 1 requests (nodejs/undici#5033).',
  'HEAD requests close their connection.',
]

/** `Agent` of undici; also what Node's own `fetch` uses. */
export const undici: Client = {
  name: 'undici',
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

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    "import { Agent } from 'undici'",
    '',
    'export const agent = new Agent({',
    ...connectionLines(settings),
    ...(reusesConnections(settings) ? reuseLines(settings) : ['  pipelining: 0, // no keep-alive']),
    '})',
  ]
  return {
    fileName: 'undici-agent.mjs',
    language: 'javascript',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function connectionLines({ maxConnsPerHost }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? ['  // no connections: they are not limited']
    : [`  connections: ${jsNumber(roundDown(maxConnsPerHost, Number.MAX_SAFE_INTEGER))},`]
}

function reuseLines({ idleTimeoutMs, maxLifetimeMs, maxRequestsPerConn }: PoolSettings): string[] {
  const keepAliveMs = jsNumber(roundDown(idleTimeoutMs, LARGEST_TIMER_MS))
  const lines = ['  pipelining: 1,']
  if (idleTimeoutMs === Infinity) lines.push('  // the longest timer there is, 24 days, stands for no limit')
  lines.push(`  keepAliveTimeout: ${keepAliveMs},`, `  keepAliveMaxTimeout: ${keepAliveMs},`)
  if (maxLifetimeMs !== Infinity) {
    lines.push(`  clientTtl: ${jsNumber(roundDown(maxLifetimeMs, Number.MAX_SAFE_INTEGER))},`)
  }
  if (maxRequestsPerConn !== Infinity) {
    const requests = roundDown(maxRequestsPerConn, Number.MAX_SAFE_INTEGER) - EXTRA_REQUESTS
    lines.push(`  maxRequestsPerClient: ${jsNumber(requests)},`)
  }
  return lines
}

function notes(settings: PoolSettings): string[] {
  return [
    'Pass the agent as dispatcher to fetch and request, or hand it to setGlobalDispatcher for all of them.',
    ...(reusesConnections(settings) ? reuseNotes(settings) : []),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxIdlePerHost: 'every connection may stay idle until it expires, so connections is the only bound',
  waitTimeoutMs: 'bound the whole request by an AbortSignal',
}

function reuseNotes({ maxLifetimeMs, maxConnsPerHost, maxRequestsPerConn }: PoolSettings): string[] {
  const sentences = [
    "keepAliveMaxTimeout equals keepAliveTimeout so that the server's Keep-Alive: timeout= cannot stretch it; a timeout of 2 s or less in that header still closes the connection after its response.",
  ]
  if (maxLifetimeMs !== Infinity) {
    sentences.push(
      maxConnsPerHost < 2
        ? 'With connections: 1 the Agent makes a Client, not a Pool, and clientTtl has no effect.'
        : 'clientTtl needs undici 7.11 or later.',
    )
  }
  if (maxRequestsPerConn !== Infinity) {
    sentences.push(
      'maxRequestsPerClient is one less than asked because undici serves one request more than it says (nodejs/undici#5033); a version that counts right closes one request early.',
    )
  }
  return sentences
}
