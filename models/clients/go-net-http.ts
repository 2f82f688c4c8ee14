import { NO_ALL_HOSTS_LIMITS, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { goDuration } from './dialect/go-duration.ts'
import { goTransportPolicy } from './dialect/go-transport-policy.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Go net/http'

const versions = 'Go 1.13 and later, as http.DefaultTransport has it'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 90_000,
  maxIdlePerHost: 2,
}

const policy: PoolPolicy = {
  ...goTransportPolicy,
  allHosts: { ...NO_ALL_HOSTS_LIMITS, maxIdle: 100 },
}

/** The patch takes the cap over all hosts away. */
const patchedPolicy: PoolPolicy = goTransportPolicy

const native: NativeSettings = {
  idleTimeoutMs: { name: 'IdleConnTimeout', unit: 'duration', special: { '0': Infinity, '-1': Infinity } },
  maxIdlePerHost: { name: 'MaxIdleConnsPerHost', unit: 'count', special: { '0': 2, '-1': 0 } },
  maxConnsPerHost: { name: 'MaxConnsPerHost', unit: 'count', special: { '0': Infinity, '-1': Infinity } },
}

const traps = [
  'MaxIdleConnsPerHost 0 means 2, not none: under load nearly every request of a burst dials (golang/go#13801).',
  'MaxIdleConns (100 in DefaultTransport) caps the idle connections of all hosts together, however high MaxIdleConnsPerHost is.',
  'A Transport built from scratch, not cloned from DefaultTransport, has IdleConnTimeout 0, which is never.',
  'There is no maximum lifetime: LIFO keeps busy connections open for ever, past DNS changes and scale-outs (golang/go#23427).',
  'A Keep-Alive: timeout= header of the server is ignored.',
]

/** `net/http.Transport` as cloned from `http.DefaultTransport`. */
export const goNetHttp: Client = {
  name: 'go-net-http',
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
    'transport := http.DefaultTransport.(*http.Transport).Clone()',
    '// no cap over all hosts together (DefaultTransport: 100)',
    'transport.MaxIdleConns = 0',
    ...(reusesConnections(settings) ? idleLines(settings) : noReuseLines),
    ...connectionLines(settings),
    'client := &http.Client{Transport: transport}',
  ]
  return { fileName: 'transport.go', language: 'go', text: `${lines.join('\n')}\n`, notes: notes(settings) }
}

const noReuseLines = ['// negative: no connection is kept for reuse', 'transport.MaxIdleConnsPerHost = -1']

function idleLines({ maxIdlePerHost, idleTimeoutMs }: PoolSettings): string[] {
  return [
    ...(maxIdlePerHost === Infinity
      ? ['// no limit: 0 would mean 2', 'transport.MaxIdleConnsPerHost = math.MaxInt']
      : [`transport.MaxIdleConnsPerHost = ${roundDown(maxIdlePerHost, Number.MAX_SAFE_INTEGER)}`]),
    ...(idleTimeoutMs === Infinity
      ? ['// 0: idle connections are never closed', 'transport.IdleConnTimeout = 0']
      : [`transport.IdleConnTimeout = ${goDuration(idleTimeoutMs)}`]),
  ]
}

function connectionLines({ maxConnsPerHost }: PoolSettings): string[] {
  return maxConnsPerHost === Infinity
    ? ['// MaxConnsPerHost stays 0: connections are not limited']
    : [`transport.MaxConnsPerHost = ${roundDown(maxConnsPerHost, Number.MAX_SAFE_INTEGER)}`]
}

function notes(settings: PoolSettings): string[] {
  const unlimitedIdle = reusesConnections(settings) && settings.maxIdlePerHost === Infinity
  return [
    'Make one Transport and share it: each Transport has a pool of its own.',
    'A connection goes back to the pool only after its response body is read to the end and closed.',
    ...(unlimitedIdle ? ['math.MaxInt needs the import "math" and Go 1.17 or later.'] : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      {
        waitTimeoutMs: 'bound the whole request by a context deadline or http.Client.Timeout',
        maxLifetimeMs: 'call CloseIdleConnections from a ticker, which closes idle connections of any age',
      },
    ),
  ]
}
