import { PLAIN_POLICY, type PoolPolicy } from '../pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { Client, ConfigPatch, FormerDefaults, NativeSettings } from './client.ts'
import { A_YEAR_MS } from './dialect/a-year.ts'
import { goDuration } from './dialect/go-duration.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'
import { roundDown } from './dialect/round-down.ts'
import { unsettableNotes } from './dialect/unsettable-notes.ts'

const title = 'Hertz'

const versions = 'v0.10.3 and later'

const formerDefaults: readonly FormerDefaults[] = [
  { versions: 'up to v0.10.2', settings: { maxConnsPerHost: 512 } },
]

const defaults: PoolSettings = {
  ...UNLIMITED,
  idleTimeoutMs: 10_000,
  waitTimeoutMs: 0,
}

/** A connection is not looked at when it is taken: a close shows when a request has been written to it. */
const policy: PoolPolicy = {
  ...PLAIN_POLICY,
  lifetime: 'last-request',
  seesClose: 'when-used',
  staleRetry: { requests: 'idempotent', times: Infinity, delayMs: 0 },
}

const native: NativeSettings = {
  idleTimeoutMs: {
    name: 'client.WithMaxIdleConnDuration',
    unit: 'duration',
    special: { '0': 10_000, '-1': 10_000 },
  },
  maxConnsPerHost: {
    name: 'client.WithMaxConnsPerHost',
    unit: 'count',
    special: { '0': Infinity, '-1': Infinity },
  },
  maxLifetimeMs: {
    name: 'client.WithMaxConnDuration',
    unit: 'duration',
    special: { '0': Infinity, '-1': Infinity },
  },
  waitTimeoutMs: { name: 'client.WithMaxConnWaitTimeout', unit: 'duration', special: { '-1': 0 } },
}

const traps = [
  'At WithMaxConnsPerHost a request fails at once with ErrNoFreeConns unless WithMaxConnWaitTimeout is set.',
  'WithMaxConnsPerHost defaults to no limit since v0.10.3; up to v0.10.2 the default, and 0, mean 512.',
  'WithMaxIdleConnDuration(0) means 10 s: expiry cannot be turned off.',
  'A POST that meets a connection the server has closed fails with "connection is closed by peer while being in the connection pool"; only idempotent requests are sent again (cloudwego/hertz#1183).',
  'WithMaxConnDuration is looked at when a connection is used: that request still goes out on it, and then it is closed.',
]

/** The CloudWeGo Hertz HTTP/1.1 client. */
export const hertz: Client = {
  name: 'hertz',
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
    'c, err := client.NewClient(',
    ...(reusesConnections(settings) ? reuseOptions(settings) : ['client.WithKeepAlive(false),']).map(indent),
    ...connectionOptions(settings).map(indent),
    ')',
  ]
  return {
    fileName: 'hertz_client.go',
    language: 'go',
    text: `${lines.join('\n')}\n`,
    notes: notes(settings),
  }
}

function indent(line: string): string {
  return `\t${line}`
}

function reuseOptions({ idleTimeoutMs, maxLifetimeMs }: PoolSettings): string[] {
  return [
    ...durationOption('client.WithMaxIdleConnDuration', idleTimeoutMs),
    maxLifetimeMs === Infinity
      ? '// no WithMaxConnDuration: connections have no maximum age'
      : `client.WithMaxConnDuration(${goDuration(maxLifetimeMs, '*')}),`,
  ]
}

function connectionOptions({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): string[] {
  if (maxConnsPerHost === Infinity)
    return ['// 0: connections are not limited', 'client.WithMaxConnsPerHost(0),']
  return [
    `client.WithMaxConnsPerHost(${roundDown(maxConnsPerHost, Number.MAX_SAFE_INTEGER)}),`,
    ...(waitTimeoutMs < 1
      ? ['// no WithMaxConnWaitTimeout: fail at once with ErrNoFreeConns']
      : durationOption('client.WithMaxConnWaitTimeout', waitTimeoutMs)),
  ]
}

function durationOption(option: string, ms: number): string[] {
  return ms === Infinity
    ? ['// a year stands for no limit', `${option}(${goDuration(A_YEAR_MS, '*')}),`]
    : [`${option}(${goDuration(ms, '*')}),`]
}

function notes(settings: PoolSettings): string[] {
  return [
    ...(settings.maxConnsPerHost === Infinity
      ? ['Up to v0.10.2 WithMaxConnsPerHost(0) means 512 connections, not unlimited.']
      : []),
    ...(settings.maxConnsPerHost !== Infinity && settings.waitTimeoutMs < 1
      ? [
          'Requests beyond WithMaxConnsPerHost are refused at once with ErrNoFreeConns, not queued: set WithMaxConnWaitTimeout where they should wait.',
        ]
      : []),
    ...unsettableNotes(
      settings,
      { title, defaults, native },
      { maxIdlePerHost: 'all connections up to WithMaxConnsPerHost may stay idle until they expire' },
    ),
  ]
}
