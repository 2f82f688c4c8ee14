import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { LARGEST_INT } from './dialect/largest-int.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'java.net.http.HttpClient'

const versions = 'JDK 20 and later'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: 'JDK 11 to 19', settings: { idleTimeoutMs: 1_200_000 } },
]

const defaults: PoolSettings = { ...UNLIMITED, idleTimeoutMs: 30_000 }

/** Only GET and HEAD are sent again; the policy takes all idempotent requests. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'fifo',
  overflow: 'evict-oldest',
  idleCapScope: 'all-hosts',
  expiry: { kind: 'timer', grainMs: 1000 },
  staleRetry: { requests: 'idempotent', times: 1, delayMs: 0 },
}

const native: NativeSettings = {
  idleTimeoutMs: { name: 'jdk.httpclient.keepalive.timeout', unit: 's' },
  maxIdlePerHost: { name: 'jdk.httpclient.connectionPoolSize', unit: 'count', special: { '0': Infinity } },
}

const traps = [
  'The pool is set by system properties, for all clients of the process at once, and they are read when the first HttpClient is made.',
  'Connections expire at whole seconds: with a timeout of T s one is closed after an idle time between T - 1 and T s.',
  'jdk.httpclient.connectionPoolSize counts idle connections over all hosts and does not limit open ones; 0, the default, means no limit.',
  'The timeout was 1200 s up to JDK 19 and is 30 s since JDK 20, still longer than many servers keep a connection.',
  'The connection idle for longest is handed out first, the one that the server is likeliest to close.',
  'A failed GET or HEAD is sent again once; a POST is not, unless jdk.httpclient.enableAllMethodRetry is set.',
  'A Keep-Alive: timeout= header of the server is ignored.',
]

/** `java.net.http.HttpClient` of the JDK, its HTTP/1.1 pool. */
export const javaNetHttp: Client = {
  name: 'java-net-http',
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
  const options = keepsConnections(settings) ? reuseOptions(settings) : noReuseOptions
  const lines = ['java', ...options.map((option) => `-Djdk.httpclient.${option}`), '-jar app.jar']
  return {
    fileName: 'java-net-http.sh',
    language: 'bash',
    text: `${lines.join(' \\\n    ')}\n`,
    notes: notes(settings),
  }
}

/** The timeout counts whole seconds, so less than one is none. */
function keepsConnections(settings: PoolSettings): boolean {
  return reusesConnections(settings) && settings.idleTimeoutMs >= 1000
}

const noReuseOptions = ['keepalive.timeout=0', 'allowRestrictedHeaders=connection']

/** Both properties are read as an int in some versions: 2^31 − 1 s are 68 years. */
function reuseOptions({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  return [
    `keepalive.timeout=${roundDown(idleTimeoutMs / 1000, LARGEST_INT)}`,
    `connectionPoolSize=${maxIdlePerHost === Infinity ? 0 : roundDown(maxIdlePerHost, LARGEST_INT)}`,
  ]
}

function notes(settings: PoolSettings): string[] {
  return [
    'System.setProperty before the first HttpClient is made does the same as -D.',
    ...(keepsConnections(settings) ? reuseNotes(settings) : noReuseNotes(settings)),
    ...unsettableNotes(settings, { title, defaults, native }, workarounds),
  ]
}

function noReuseNotes(settings: PoolSettings): string[] {
  return [
    'A timeout of 0 alone does not keep a request that follows at once from reusing a connection: add .header("Connection", "close") to each request, which allowRestrictedHeaders permits, so that the server closes it.',
    ...(reusesConnections(settings)
      ? ['The timeout counts whole seconds, and an idle timeout of less than one turns reuse off.']
      : []),
  ]
}

function reuseNotes({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): string[] {
  const sentences: string[] = []
  if (idleTimeoutMs === Infinity) {
    sentences.push('The timeout has no word for never: 2147483647 s, 68 years, stand for it.')
  }
  if (maxIdlePerHost !== Infinity) {
    sentences.push(
      'connectionPoolSize counts all hosts together: multiply it by the number of hosts that are called.',
    )
  }
  return sentences
}

const workarounds = {
  maxConnsPerHost: 'let each request hold a permit of a Semaphore with that many',
  waitTimeoutMs: 'bound the wait for the permit by tryAcquire with a timeout',
  maxLifetimeMs: 'make a new HttpClient from time to time and close the old one',
  maxRequestsPerConn: 'let the server answer Connection: close after that many',
}
