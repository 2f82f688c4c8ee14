import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { javaClass } from './dialect/java-class.ts'
import { javaTimeUnits } from './dialect/java-duration.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'OkHttp'

const versions = '4 and 5'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 300_000,
  maxIdlePerHost: 5,
}

/**
 * OkHttp sends any request again whose body can be replayed, if the connection has carried one well before;
 * the policy takes every body to be one that can. Whether the server has closed a connection is checked only where
 * it was idle for 10 s or more and the request is no GET; the policy, to be near, takes it for never checked.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'first-created',
  overflow: 'evict-oldest',
  idleCapScope: 'all-hosts',
  seesClose: 'when-used',
  staleRetry: { requests: 'all', times: Infinity, delayMs: 0 },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'keepAliveDuration', unit: 'duration' },
  maxIdlePerHost: { name: 'maxIdleConnections', unit: 'count' },
}

const traps = [
  'Only 5 idle connections are kept, over all hosts together: bursts of more concurrent requests dial again and again.',
  'execute opens a connection for each concurrent call without a limit; calls by enqueue wait in the Dispatcher, which lets 5 per host and 64 in all run at once.',
  'A request takes the oldest free connection, not the freshest, so under steady traffic the first ones stay and the later ones idle out.',
  'A failed request is sent again on another connection even if it is a POST, unless retryOnConnectionFailure is false or its body can be sent only once.',
  'A Keep-Alive: timeout= header of the server is ignored, and 5 min is longer than most servers keep a connection.',
  'Each OkHttpClient made by new OkHttpClient() or its Builder has a pool of its own; newBuilder() of an existing one shares its pool.',
]

/** OkHttp with its `ConnectionPool`. */
export const okhttp: Client = {
  name: 'okhttp',
  title,
  defaults,
  policy,
  versions,
  formerDefaults,
  native,
  traps,
  patch,
}

const importable = ['java.util.concurrent.TimeUnit', 'okhttp3.ConnectionPool', 'okhttp3.OkHttpClient']

function patch(settings: PoolSettings): ConfigPatch {
  const body = [
    'return new OkHttpClient.Builder()',
    ...poolLines(settings).map((line) => `    ${line}`),
    '    .build();',
  ]
  return {
    fileName: 'PooledOkHttpClient.java',
    language: 'java',
    text: javaClass('PooledOkHttpClient', 'OkHttpClient', importable, body),
    notes: notes(settings),
  }
}

function poolLines(settings: PoolSettings): string[] {
  if (!reusesConnections(settings)) {
    return [
      '// 0: no connection is kept for reuse; the time has to be above 0 all the same',
      '.connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))',
    ]
  }
  const { maxIdlePerHost, idleTimeoutMs } = settings
  const maxIdle = maxIdlePerHost === Infinity ? 'Integer.MAX_VALUE' : roundDown(maxIdlePerHost, LARGEST_INT)
  return [
    ...(idleTimeoutMs === Infinity ? ['// a year stands for no limit'] : []),
    `.connectionPool(new ConnectionPool(${maxIdle}, ${javaTimeUnits(idleTimeoutMs)}))`,
  ]
}

function notes(settings: PoolSettings): string[] {
  const limitedIdle = reusesConnections(settings) && settings.maxIdlePerHost !== Infinity
  return [
    'Make one OkHttpClient and share it: each one that is built anew has a pool of its own.',
    'Calls by enqueue run 5 at once per host unless Dispatcher.setMaxRequestsPerHost and setMaxRequests raise that.',
    ...(limitedIdle
      ? ['maxIdleConnections counts all hosts together: multiply it by the number of hosts that are called.']
      : []),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

const workarounds = {
  maxConnsPerHost:
    'Dispatcher.setMaxRequestsPerHost bounds calls by enqueue; let those by execute take a permit of a Semaphore',
  waitTimeoutMs: 'bound the whole call by callTimeout',
  maxLifetimeMs: 'call connectionPool().evictAll() from a timer, which closes idle connections of any age',
  maxRequestsPerConn: 'let the server answer Connection: close after that many',
}
