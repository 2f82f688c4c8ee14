import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Bun fetch'

const versions = 'Bun 1.2 and 1.3'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 300_000,
  maxIdlePerHost: 64,
  maxConnsPerHost: 256,
}

/**
 * One pool of 64 slots for http and one for https, each for all hosts. Idle sockets time out on a clock that ticks
 * once a minute, after 4 to 5 minutes. What is limited is requests under way, of all hosts and both schemes
 * together. Versions of 2026 close the connection idle longest in place of the one returned.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'first-slot',
  idleCapScope: 'all-hosts',
  connCapCounts: 'acquired',
  connCapScope: 'all-hosts',
  expiry: { kind: 'timer', grainMs: 60_000 },
  staleRetry: { requests: 'idempotent', times: Infinity, delayMs: 0 },
}

const native: NativeSettings = {
  maxConnsPerHost: { name: 'BUN_CONFIG_MAX_HTTP_REQUESTS', unit: 'count' },
}

const traps = [
  'The pool keeps 64 idle connections for all hosts of a scheme together, for up to 5 min; neither can be set.',
  '5 min is longer than most servers and load balancers keep idle connections, and a Keep-Alive: timeout= header of the server is ignored (oven-sh/bun#35817).',
  'A pooled socket that is half open, because its close never arrived, hangs the next request (oven-sh/bun#31894).',
  'At most 256 requests run at once in a process, to all hosts together; more wait in line unless BUN_CONFIG_MAX_HTTP_REQUESTS says otherwise.',
  'When the pool is full the connection returned is closed, whatever its host; versions of 2026 close the one idle longest (oven-sh/bun#34079).',
]

/** `fetch` of Bun, whose pool is fixed but for one environment variable. */
export const bunFetch: Client = {
  name: 'bun-fetch',
  title,
  defaults,
  versions,
  formerDefaults,
  policy,
  native,
  traps,
  patch,
}

/** Bun reads the variable as 16 bits, and refuses 0. */
const LARGEST_REQUESTS = 65_535

function patch(settings: PoolSettings): ConfigPatch {
  const requests = roundDown(settings.maxConnsPerHost, LARGEST_REQUESTS)
  const text = reusesConnections(settings) ? environment(settings, requests) : unpooledFetch(requests)
  return {
    fileName: reusesConnections(settings) ? 'bun-environment.sh' : 'unpooled-fetch.ts',
    language: reusesConnections(settings) ? 'sh' : 'typescript',
    text,
    notes: notes(settings),
  }
}

function environment({ maxConnsPerHost }: PoolSettings, requests: number): string {
  const comment = maxConnsPerHost === Infinity ? '# the largest value stands for no limit\n' : ''
  return `${comment}export BUN_CONFIG_MAX_HTTP_REQUESTS=${requests}\n`
}

function unpooledFetch(requests: number): string {
  return `\
// Start Bun with BUN_CONFIG_MAX_HTTP_REQUESTS=${requests} in its environment.
export function unpooledFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, keepalive: false })
}
`
}

function notes(settings: PoolSettings): string[] {
  return [
    'Set BUN_CONFIG_MAX_HTTP_REQUESTS before Bun starts; it counts requests of the whole process, so multiply it by the number of hosts.',
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  idleTimeoutMs:
    'it is always 4 to 5 min, so let the server keep idle connections for longer, or pass keepalive: false to fetch where it does not',
  maxIdlePerHost: 'it is always 64 for all hosts of a scheme together',
  waitTimeoutMs: 'bound the whole request by AbortSignal.timeout',
}
