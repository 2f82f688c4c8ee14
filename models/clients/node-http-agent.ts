import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { jsNumber } from './dialect/js-number.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { LARGEST_TIMER_MS } from './dialect/timer-limit.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'
import { wholeCount } from './dialect/whole-count.ts'

const title = 'Node http.Agent'

const versions = 'http.globalAgent of Node 19 and later'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: 'up to Node 18, which keeps no connection', settings: { maxIdlePerHost: 0 } },
]

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 5000,
  maxIdlePerHost: 256,
}

/**
 * A hint of 1 s or less closes the socket even where `timeout` is not set; the policy closes it there after a hint
 * of exactly 1 s, and leaves out shorter ones.
 */
const policy: PoolPolicy = { ...PLAIN_POLICY, serverHint: { kind: 'shorten-if-set', marginMs: 1000 } }

const native: NativeSettings = {
  idleTimeoutMs: { name: 'timeout', unit: 'ms', special: { '0': Infinity } },
  maxIdlePerHost: { name: 'maxFreeSockets', unit: 'count', special: { '0': 256 } },
  maxConnsPerHost: { name: 'maxSockets', unit: 'count', special: { '0': Infinity } },
}

const traps = [
  'new http.Agent() has keepAlive false and no timeout; only http.globalAgent keeps sockets, for 5 s (Node 19 and later).',
  'Without timeout a Keep-Alive: timeout= header of the server is ignored and idle sockets are never closed by the client.',
  'keepAliveMsecs is the delay of TCP keep-alive probes, not the idle timeout.',
  'maxFreeSockets 0 means 256 and maxSockets 0 means Infinity.',
  'A request that meets a socket the server has just closed fails with ECONNRESET; nothing is sent again.',
]

/** `http.Agent` and `https.Agent` of Node. */
export const nodeHttpAgent: Client = {
  name: 'node-http-agent',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

function patch(settings: PoolSettings): ConfigPatch {
  const lines = [
    "import http from 'node:http'",
    "import https from 'node:https'",
    '',
    'const options = {',
    ...(reusesConnections(settings) ? reuseLines(settings) : ['  keepAlive: false,']),
    `  maxSockets: ${jsNumber(wholeCount(settings.maxConnsPerHost))},`,
    '}',
    'export const httpAgent = new http.Agent(options)',
    'export const httpsAgent = new https.Agent(options)',
  ]
  return {
    fileName: 'http-agent.mjs',
    language: 'javascript',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function reuseLines({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  return [
    '  keepAlive: true,',
    "  scheduling: 'lifo',",
    idleTimeoutMs === Infinity
      ? '  // no timeout: idle sockets are never closed'
      : `  timeout: ${jsNumber(roundDown(idleTimeoutMs, LARGEST_TIMER_MS))},`,
    `  maxFreeSockets: ${jsNumber(wholeCount(maxIdlePerHost))},`,
  ]
}

function notes(settings: PoolSettings): string[] {
  return [...idleNotes(settings), ...unsettableNotes(settings, { title, defaults, native }, workarounds)]
}

const workarounds = { waitTimeoutMs: 'bound the whole request by an AbortSignal' }

function idleNotes(settings: PoolSettings): string[] {
  if (!reusesConnections(settings)) return []
  if (settings.idleTimeoutMs === Infinity) {
    return ['Without timeout the agent also ignores a Keep-Alive: timeout= header of the server.']
  }
  return [
    "timeout also applies to active sockets: a request that is silent for so long emits 'timeout', and is not ended by it.",
  ]
}
