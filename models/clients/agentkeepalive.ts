import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { jsNumber } from './dialect/js-number.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { LARGEST_TIMER_MS } from './dialect/timer-limit.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'
import { wholeCount } from './dialect/whole-count.ts'

const title = 'agentkeepalive'

const versions = '4.2 to 4.6'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: 'up to 4.1.4', settings: { idleTimeoutMs: 15_000 } },
]

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 4000,
  maxIdlePerHost: 256,
}

const policy: PoolPolicy = { ...PLAIN_POLICY, serverHint: { kind: 'refuse-short', marginMs: 1000 } }

/** With `freeSocketTimeout` 0 an idle socket falls under `timeout`, which then defaults to 8 s. */
const native: NativeSettings = {
  idleTimeoutMs: { name: 'freeSocketTimeout', unit: 'ms', special: { '0': 8000 } },
  maxIdlePerHost: { name: 'maxFreeSockets', unit: 'count', special: { '0': 256 } },
  maxConnsPerHost: { name: 'maxSockets', unit: 'count', special: { '0': Infinity } },
  maxLifetimeMs: { name: 'socketActiveTTL', unit: 'ms', special: { '0': Infinity } },
}

const traps = [
  'A Keep-Alive: timeout= header of the server is overridden by freeSocketTimeout: after a hint of 3 s a socket is still kept for 4 s; only a hint of 1 s or less closes it.',
  'timeout defaults to max(2 × freeSocketTimeout, 8 s), and destroys an active socket that is silent for so long with ERR_SOCKET_TIMEOUT: a change of freeSocketTimeout changes how slow a response may be.',
  'freeSocketTimeout 0 does not keep sockets for ever: timeout, then 8 s, closes idle ones too unless it is 0 as well.',
  'maxFreeSockets 0 means 256 and maxSockets 0 means Infinity.',
  'A request that meets a socket the server has just closed fails with ECONNRESET; nothing is sent again.',
]

/** `HttpAgent` and `HttpsAgent` of agentkeepalive, which extend those of Node. */
export const agentkeepalive: Client = {
  name: 'agentkeepalive',
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
    "import { HttpAgent, HttpsAgent } from 'agentkeepalive'",
    '',
    'const options = {',
    ...(reusesConnections(settings) ? reuseLines(settings) : ['  keepAlive: false,']),
    `  maxSockets: ${jsNumber(wholeCount(settings.maxConnsPerHost))},`,
    '}',
    // The agents write into the options that they are given.
    'export const httpAgent = new HttpAgent({ ...options })',
    'export const httpsAgent = new HttpsAgent({ ...options })',
  ]
  return {
    fileName: 'agentkeepalive.mjs',
    language: 'javascript',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function reuseLines({ idleTimeoutMs, maxIdlePerHost, maxLifetimeMs }: PoolSettings): string[] {
  return [
    ...(idleTimeoutMs === Infinity ? ['  // the longest timer there is, 24 days, stands for no limit'] : []),
    `  freeSocketTimeout: ${jsNumber(roundDown(idleTimeoutMs, LARGEST_TIMER_MS))},`,
    `  timeout: ${jsNumber(activeTimeoutMs(idleTimeoutMs))},`,
    `  maxFreeSockets: ${jsNumber(wholeCount(maxIdlePerHost))},`,
    maxLifetimeMs === Infinity
      ? '  // no socketActiveTTL: sockets have no maximum age'
      : `  socketActiveTTL: ${jsNumber(roundDown(maxLifetimeMs, Number.MAX_SAFE_INTEGER))},`,
  ]
}

/** What `timeout` would be by default, kept within the longest timer. */
function activeTimeoutMs(idleTimeoutMs: number): number {
  return Math.min(Math.max(2 * roundDown(idleTimeoutMs, LARGEST_TIMER_MS), 8000), LARGEST_TIMER_MS)
}

const workarounds = { waitTimeoutMs: 'bound the whole request by an AbortSignal' }

function notes(settings: PoolSettings): string[] {
  return [
    ...(reusesConnections(settings)
      ? [
          `timeout, here ${activeTimeoutMs(settings.idleTimeoutMs)} ms, is for active sockets, and by default follows freeSocketTimeout: a response that is silent for longer fails with ERR_SOCKET_TIMEOUT.`,
        ]
      : []),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}
