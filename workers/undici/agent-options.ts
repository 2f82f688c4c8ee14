import { X509Certificate } from 'node:crypto'
import { undici } from '../../models/clients/undici.ts'
import { PLAIN_POLICY, type PoolPolicy } from '../../models/pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../../models/pool/settings.ts'
import type { DialTarget } from '../open-socket.ts'
import { type AutotuneOptions, type AutotunePlan, planAutotune } from './agent-autotune.ts'
import {
  type AgentDuration,
  count,
  durationMs,
  expectNames as expectNamesOf,
  oneOf,
  refused,
} from './agent-option-values.ts'
import type { RetryStale } from './agent-request.ts'
import type { ResponseTimeouts } from './client-socket.ts'

/** The settings of the pool of each origin. What is left out, or `Infinity`, is no limit. */
export interface AgentSettings {
  /** How long a connection may stay idle before it is closed; > 0. */
  readonly idleTimeout?: AgentDuration
  /** Idle connections kept for each origin; ≥ 0, where 0 turns reuse off. */
  readonly maxIdlePerHost?: number
  /** Connections open to each origin, dialing ones too; ≥ 1. */
  readonly maxConnsPerHost?: number
  /** Age at which a connection is no longer handed out; > 0. */
  readonly maxLifetime?: AgentDuration
  /** Requests after which a connection is closed; ≥ 1. */
  readonly maxRequestsPerConn?: number
  /** How long a request may wait for a place at `maxConnsPerHost`; ≥ 0. */
  readonly waitTimeout?: AgentDuration
  /** Requests that may wait for a place at once; ≥ 0. */
  readonly maxWaiting?: number
}

/** All that an agent can be told. */
export interface AgentOptions extends AgentSettings {
  /** Which idle connection a request gets. Default `lifo`: the one used last. */
  readonly pick?: PoolPolicy['pick']
  /** Which connection goes when one too many is idle. Default `evict-oldest`: the one idle longest. */
  readonly overflow?: PoolPolicy['overflow']
  /**
   * What is sent again, once, when the connection that it went out on turns out to have been closed. Default
   * `idempotent`.
   */
  readonly retryStale?: RetryStale
  /** How connections are opened. */
  readonly connect?: AgentConnectOptions
  /** How long to wait for the head of a response; 300 s if left out, 0 or `Infinity` for no limit. */
  readonly headersTimeout?: AgentDuration
  /** How long to wait between two pieces of a body; 300 s if left out, 0 or `Infinity` for no limit. */
  readonly bodyTimeout?: AgentDuration
  /** Whether, and how, pools find their own idle timeout and idle cap; those given are then where they begin. */
  readonly autotune?: boolean | AutotuneOptions
}

/** TLS and time of opening a connection. */
export interface AgentConnectOptions {
  /** Certificate authorities in PEM, in place of the system's. */
  readonly ca?: NonNullable<DialTarget['ca']>
  /** `false` accepts any certificate. */
  readonly rejectUnauthorized?: boolean
  /** The name that servers are asked for and must prove to have, in place of the origin's. */
  readonly servername?: string
  /** How long opening a connection may take, name and TLS included; > 0 and finite. Default 10 s. */
  readonly timeout?: AgentDuration
}

/** Options as the agent uses them. */
export interface AgentPlan {
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  readonly retryStale: RetryStale
  readonly connect: Omit<DialTarget, 'origin'>
  readonly timeouts: ResponseTimeouts
  readonly autotune: AutotunePlan | null
}

interface SettingRule {
  readonly name: keyof PoolSettings
  readonly isTime: boolean
  readonly least: number
}

/** `least` itself is allowed for counts; times must be above it, except a wait of 0. */
const settingRules: Readonly<Record<keyof AgentSettings, SettingRule>> = {
  idleTimeout: { name: 'idleTimeoutMs', isTime: true, least: Number.MIN_VALUE },
  maxIdlePerHost: { name: 'maxIdlePerHost', isTime: false, least: 0 },
  maxConnsPerHost: { name: 'maxConnsPerHost', isTime: false, least: 1 },
  maxLifetime: { name: 'maxLifetimeMs', isTime: true, least: Number.MIN_VALUE },
  maxRequestsPerConn: { name: 'maxRequestsPerConn', isTime: false, least: 1 },
  waitTimeout: { name: 'waitTimeoutMs', isTime: true, least: 0 },
  maxWaiting: { name: 'maxWaiting', isTime: false, least: 0 },
}

const settingNames = Object.keys(settingRules) as readonly (keyof AgentSettings)[]
const otherNames = [
  'pick',
  'overflow',
  'retryStale',
  'connect',
  'headersTimeout',
  'bodyTimeout',
  'autotune',
] as const

const picks = ['lifo', 'fifo', 'first-created', 'first-slot', 'first-slot-live-or-not'] as const
const overflows = ['close-returned', 'evict-oldest', 'close-first-created'] as const
const retries = ['none', 'idempotent', 'all'] as const

/**
 * How long before the end of the idle time that a server announces the agent closes: for a request on its way to be
 * there in time. Servers announce whole seconds, so more would leave nothing of the shortest.
 */
const HINT_MARGIN_MS = 500
const DIAL_TIMEOUT_MS = 10_000

/** @throws RangeError that names the option, what it may be and what it is */
export function planAgent(options: AgentOptions): AgentPlan {
  expectNames(options, [...settingNames, ...otherNames])
  const retryStale = oneOf('retryStale', options.retryStale ?? 'idempotent', retries)
  return {
    settings: overlaySettings(UNLIMITED, pickSettings(options)),
    policy: {
      ...PLAIN_POLICY,
      pick: oneOf('pick', options.pick ?? 'lifo', picks),
      overflow: oneOf('overflow', options.overflow ?? 'evict-oldest', overflows),
      lateBinding: { kind: 'dial-shortfall', surplus: 'idle' },
      serverHint: { kind: 'shorten', marginMs: HINT_MARGIN_MS },
      // Which requests those are is looked at when it comes to it.
      staleRetry: { requests: retryStale === 'none' ? 'none' : 'all', times: 1, delayMs: 0 },
    },
    retryStale,
    connect: planConnect(options.connect ?? {}),
    timeouts: {
      headersTimeoutMs: responseTimeout('headersTimeout', options.headersTimeout),
      bodyTimeoutMs: responseTimeout('bodyTimeout', options.bodyTimeout),
    },
    autotune: planAutotune(options.autotune),
  }
}

/**
 * The settings with those that are given in place of their own.
 *
 * @throws RangeError that names the setting, what it may be and what it is
 */
export function overlaySettings(settings: PoolSettings, given: AgentSettings): PoolSettings {
  expectNames(given, settingNames)
  const overlaid: { -readonly [Name in keyof PoolSettings]: number } = { ...settings }
  for (const option of settingNames) {
    const value = given[option]
    if (value === undefined) continue
    const { name, isTime, least } = settingRules[option]
    overlaid[name] = isTime ? durationMs(option, value, least) : count(option, value, least)
  }
  return overlaid
}

function pickSettings(options: AgentOptions): AgentSettings {
  return Object.fromEntries(settingNames.map((name) => [name, options[name]]))
}

function planConnect(options: AgentConnectOptions): AgentPlan['connect'] {
  expectNames(options, ['ca', 'rejectUnauthorized', 'servername', 'timeout'], 'connect.')
  const dialTimeoutMs = durationMs('connect.timeout', options.timeout ?? DIAL_TIMEOUT_MS, Number.MIN_VALUE)
  if (dialTimeoutMs > LONGEST_TIMER_MS) throw refused('connect.timeout', 'at most 24 days', options.timeout)
  if (options.ca !== undefined) readCertificates(options.ca)
  return {
    ca: options.ca ?? null,
    insecure: options.rejectUnauthorized === false,
    dialTimeoutMs,
    ...(options.servername === undefined ? {} : { servername: options.servername }),
  }
}

function readCertificates(ca: NonNullable<DialTarget['ca']>): X509Certificate[] {
  try {
    return [ca].flat().map((certificate) => new X509Certificate(certificate))
  } catch (error) {
    throw new RangeError(`connect.ca must be certificates in PEM: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** undici takes whole ms, and 0 for no limit. */
function responseTimeout(option: string, value: AgentDuration | undefined): number | null {
  if (value === undefined) return null
  const ms = durationMs(option, value, 0)
  return ms === Infinity ? 0 : Math.ceil(ms)
}

function expectNames(options: object, names: readonly string[], prefix = ''): void {
  expectNamesOf(options, names, prefix, nameOfUndici)
}

/** What undici's name for a setting is called here. */
function nameOfUndici(name: string): string | null {
  const named = settingNames.find((option) => undici.native[settingRules[option].name]?.name === name)
  return named ?? null
}

const LONGEST_TIMER_MS = 2 ** 31 - 1
