import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { A_YEAR_MS } from './dialect/a-year.ts'
import { goDuration } from './dialect/go-duration.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'fasthttp'

const versions = 'v1.73'

const formerDefaults: readonly FormerDefaults[] = []

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 10_000,
  maxConnsPerHost: 512,
  waitTimeoutMs: 0,
}

/**
 * A connection is not looked at when it is taken: a close shows when a request has been written to it.
 * `MaxIdemponentCallAttempts` 5 are one call and four more, for GET, HEAD and PUT. fasthttp spends them on
 * failures of fresh connections as well, which the policy leaves out.
 */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  pick: 'fifo',
  lifetime: 'last-request',
  seesClose: 'when-used',
  staleRetry: { requests: 'idempotent', times: 4, delayMs: 0 },
}

/** The patch chooses LIFO, so that connections beyond the need come to rest and expire. */
const patchedPolicy: PoolPolicy = { ...policy, pick: 'lifo' }

const native: NativeSettings = {
  idleTimeoutMs: { name: 'MaxIdleConnDuration', unit: 'duration', special: { '0': 10_000, '-1': 10_000 } },
  maxConnsPerHost: { name: 'MaxConnsPerHost', unit: 'count', special: { '0': 512, '-1': 512 } },
  maxLifetimeMs: { name: 'MaxConnDuration', unit: 'duration', special: { '0': Infinity, '-1': Infinity } },
  waitTimeoutMs: { name: 'MaxConnWaitTimeout', unit: 'duration', special: { '-1': 0 } },
}

const traps = [
  'Connections are taken first in, first out by default: every one stays warm and none expires while requests per second times MaxIdleConnDuration reach the size of the pool.',
  'MaxConnsPerHost 0 means 512, and at the limit a request fails at once with ErrNoFreeConns unless MaxConnWaitTimeout is set.',
  'MaxIdleConnDuration 0 means 10 s: expiry cannot be turned off.',
  'GET, HEAD and PUT are sent up to 5 times (MaxIdemponentCallAttempts), also after failures on fresh connections; a POST that meets a closed connection fails.',
  'MaxConnDuration is looked at when a connection is used: that request still goes out on it with Connection: close, and then it is closed.',
]

/** `Client` of valyala/fasthttp; a `HostClient` calls `MaxConnsPerHost` `MaxConns`. */
export const fasthttp: Client = {
  name: 'fasthttp',
  title,
  defaults,
  versions,
  formerDefaults,
  policy,
  patchedPolicy,
  native,
  traps,
  patch,
}

/** A field of the struct literal, or a comment line in its place. */
type Line = string | readonly [field: string, value: string]

function patch(settings: PoolSettings): ConfigPatch {
  const lines: Line[] = [
    ...(reusesConnections(settings) ? reuseFields(settings) : noReuseFields),
    ...connectionFields(settings),
    ...(reusesConnections(settings) ? [['ConnPoolStrategy', 'fasthttp.LIFO'] as const] : []),
  ]
  return {
    fileName: 'fasthttp_client.go',
    language: 'go',
    text: `client := &fasthttp.Client{\n${aligned(lines)}}\n`,
    notes: notes(settings),
  }
}

/** A nanosecond, so that each connection is too old by the time of its first request. */
const noReuseFields: readonly Line[] = [
  '// too old at once: each request sends Connection: close',
  ['MaxConnDuration', 'time.Nanosecond'],
]

function reuseFields({ idleTimeoutMs, maxLifetimeMs }: PoolSettings): Line[] {
  return [
    ...durationField('MaxIdleConnDuration', idleTimeoutMs),
    maxLifetimeMs === Infinity
      ? '// no MaxConnDuration: connections have no maximum age'
      : ['MaxConnDuration', goDuration(maxLifetimeMs)],
  ]
}

function connectionFields({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): Line[] {
  if (maxConnsPerHost === Infinity)
    return ['// no limit: 0 would mean 512', ['MaxConnsPerHost', 'math.MaxInt']]
  return [
    ['MaxConnsPerHost', String(roundDown(maxConnsPerHost, Number.MAX_SAFE_INTEGER))],
    ...(waitTimeoutMs < 1
      ? ['// no MaxConnWaitTimeout: fail at once with ErrNoFreeConns']
      : durationField('MaxConnWaitTimeout', waitTimeoutMs)),
  ]
}

function durationField(field: string, ms: number): Line[] {
  return ms === Infinity
    ? ['// a year stands for no limit', [field, goDuration(A_YEAR_MS)]]
    : [[field, goDuration(ms)]]
}

/** Fields in the columns that gofmt gives them: a comment between fields starts new columns. */
function aligned(lines: readonly Line[]): string {
  let text = ''
  let width = 0
  lines.forEach((line, index) => {
    if (typeof line === 'string') {
      text += `\t${line}\n`
      width = 0
      return
    }
    if (width === 0) width = longestField(lines.slice(index))
    const [field, value] = line
    text += `\t${field}: ${' '.repeat(width - field.length)}${value},\n`
  })
  return text
}

/** The longest name among the fields before the next comment. */
function longestField(lines: readonly Line[]): number {
  const end = lines.findIndex((line) => typeof line === 'string')
  const fields = end < 0 ? lines : lines.slice(0, end)
  return Math.max(...fields.map((line) => (line[0] ?? '').length))
}

function notes(settings: PoolSettings): string[] {
  const reuse = reusesConnections(settings)
  return [
    reuse
      ? 'ConnPoolStrategy: fasthttp.LIFO lets connections beyond the need come to rest and expire; the default, FIFO, keeps all of them warm.'
      : 'To the same end a single request can call SetConnectionClose.',
    ...(settings.maxConnsPerHost === Infinity ? ['math.MaxInt needs the import "math".'] : []),
    ...(settings.maxConnsPerHost !== Infinity && settings.waitTimeoutMs < 1
      ? [
          'Requests beyond MaxConnsPerHost are refused at once with ErrNoFreeConns, not queued: set MaxConnWaitTimeout where they should wait.',
        ]
      : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      { maxIdlePerHost: 'all connections up to MaxConnsPerHost may stay idle until they expire' },
    ),
  ]
}
