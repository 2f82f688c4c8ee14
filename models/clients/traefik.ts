import type { PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { durationText } from './dialect/duration-text.ts'
import { goTransportPolicy } from './dialect/go-transport-policy.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { LONGEST_DURATION_MS } from './dialect/longest-duration.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Traefik'

const versions = 'Traefik 3, as its default serversTransport has it'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 90_000,
  maxIdlePerHost: 200,
}

/** The standard proxy, which is Go's `net/http.Transport`; `experimental.fastProxy` pools its own way. */
const policy: PoolPolicy = goTransportPolicy

const native: NativeSettings = {
  idleTimeoutMs: {
    name: 'serversTransport.forwardingTimeouts.idleConnTimeout',
    unit: 'duration',
    special: { '0': Infinity },
  },
  maxIdlePerHost: {
    name: 'serversTransport.maxIdleConnsPerHost',
    unit: 'count',
    special: { '0': 2, '-1': 0 },
  },
}

const traps = [
  'Only the default serversTransport keeps 200 idle connections per server: any other ServersTransport that leaves maxIdleConnsPerHost out keeps 2.',
  'The number of connections to a server cannot be limited: each request of a burst beyond the idle ones dials.',
  'An idle timeout of 90 s is longer than many application servers keep a connection: a POST that meets a closed one fails with 502.',
  'experimental.fastProxy takes idle connections first in, first out, and looks for expired ones only every half idle timeout, at the head of its queue.',
  'There is no maximum lifetime: LIFO keeps busy connections open for ever, past scale-outs.',
]

/** Traefik as a client of its servers. */
export const traefik: Client = {
  name: 'traefik',
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
    'serversTransport:',
    ...(reusesConnections(settings)
      ? idleLines(settings)
      : ['  # negative: no connection is kept for reuse', '  maxIdleConnsPerHost: -1']),
  ]
  return { fileName: 'traefik.yml', language: 'yaml', text: `${lines.join('\n')}\n`, notes: notes(settings) }
}

function idleLines({ maxIdlePerHost, idleTimeoutMs }: PoolSettings): string[] {
  return [
    ...(maxIdlePerHost === Infinity ? ['  # no limit: 0 would mean 2'] : []),
    `  maxIdleConnsPerHost: ${roundDown(maxIdlePerHost, LARGEST_INT)}`,
    '  forwardingTimeouts:',
    ...(idleTimeoutMs === Infinity
      ? ['    # 0: idle connections are never closed', '    idleConnTimeout: 0s']
      : [`    idleConnTimeout: ${durationText(idleTimeoutMs, LONGEST_DURATION_MS)}`]),
  ]
}

const workarounds = {
  maxConnsPerHost: 'the inFlightReq middleware limits the requests under way, and answers 429 beyond',
  waitTimeoutMs: 'without a limit on connections nothing waits for one',
  maxWaiting: 'without a limit on connections nothing waits for one',
}

function notes(settings: PoolSettings): string[] {
  return [
    'This is the static configuration, for all services without a ServersTransport of their own; a ServersTransport takes the same two keys, under http.serversTransports.<name> in a file and under spec in Kubernetes.',
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}
