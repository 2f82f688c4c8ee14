import type { PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { A_YEAR_MS } from './dialect/a-year.ts'
import { durationText } from './dialect/duration-text.ts'
import { goTransportPolicy } from './dialect/go-transport-policy.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Caddy reverse_proxy'

const versions = 'Caddy 2.11'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 120_000,
  maxIdlePerHost: 32,
}

const policy: PoolPolicy = goTransportPolicy

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepalive', unit: 'duration', special: { '0': 120_000 } },
  maxIdlePerHost: { name: 'keepalive_idle_conns_per_host', unit: 'count', special: { '0': 32, '-1': 0 } },
  maxConnsPerHost: { name: 'max_conns_per_host', unit: 'count', special: { '0': Infinity } },
}

const traps = [
  'Up to 2.10 setting one keepalive option drops the defaults of the others: keepalive alone leaves 2 idle connections per host, keepalive_idle_conns_per_host alone an idle timeout of never (caddyserver/caddy#7318).',
  'An idle timeout of 2 min is longer than most application servers keep a connection: a POST that meets a closed one fails with 502.',
  'keepalive_idle_conns_per_host 0 means 32, and keepalive 0 means 2 min; keepalive off turns reuse off.',
  'At max_conns_per_host a request waits without a limit, until its client gives up.',
  'Each reverse_proxy directive has a pool of its own, and a reload of the configuration begins with an empty one.',
  'There is no maximum lifetime: LIFO keeps busy connections open for ever, past DNS changes and scale-outs.',
]

/** The `http` transport of Caddy's `reverse_proxy`, which is Go's `net/http.Transport`. */
export const caddy: Client = {
  name: 'caddy',
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
    ':80 {',
    '\treverse_proxy 127.0.0.1:8080 {',
    '\t\ttransport http {',
    ...[
      ...(reusesConnections(settings) ? keepaliveLines(settings) : ['keepalive off']),
      ...connectionLines(settings),
    ].map((line) => `\t\t\t${line}`),
    '\t\t}',
    '\t}',
    '}',
  ]
  return {
    fileName: 'Caddyfile',
    language: 'caddyfile',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function keepaliveLines({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  return [
    ...(idleTimeoutMs >= A_YEAR_MS ? ['# a year stands for no limit'] : []),
    `keepalive ${durationText(idleTimeoutMs, A_YEAR_MS)}`,
    ...(maxIdlePerHost === Infinity ? ['# no limit: 0 would mean 32'] : []),
    `keepalive_idle_conns_per_host ${roundDown(maxIdlePerHost, LARGEST_INT)}`,
  ]
}

function connectionLines({ maxConnsPerHost }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? ['# no max_conns_per_host: connections are not limited']
    : [`max_conns_per_host ${roundDown(maxConnsPerHost, LARGEST_INT)}`]
}

function notes(settings: PoolSettings): string[] {
  return [
    'Put your own site and upstream addresses in place of :80 and 127.0.0.1:8080.',
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        maxLifetimeMs: 'a reload of the configuration closes the idle connections',
        waitTimeoutMs: 'a request waits until its client gives up',
      },
    ),
  ]
}
