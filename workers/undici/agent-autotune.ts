import { DEFAULT_BOUNDS, type Bounds, type TuningBounds } from '../../models/tune/tuning-bounds.ts'
import type { TuningChange } from '../../models/tune/tuner.ts'
import type { SelfTuningPlan } from '../self-tuning.ts'
import { type AgentDuration, count, durationMs, expectNames, oneOf, refused } from './agent-option-values.ts'

/** How the pool of each origin tunes itself. */
export interface AutotuneOptions {
  /** Whether settings are changed, or changes only told. Default `apply`. */
  readonly mode?: SelfTuningPlan['mode']
  /** Lowest and highest value of each setting. */
  readonly bounds?: {
    /** Default: from 1 s. */
    readonly idleTimeout?: readonly [least: AgentDuration, most: AgentDuration]
    /** Default: from 1. */
    readonly maxIdlePerHost?: readonly [least: number, most: number]
    /** Without them `maxConnsPerHost` stays as it is. */
    readonly maxConnsPerHost?: readonly [least: number, most: number]
  }
  /**
   * No idle timeout is longer. Default `from-hint`: half a second below what the server announces
   * (`Keep-Alive: timeout=`), and the agent's own `idleTimeout` where it announces nothing.
   */
  readonly safeIdleTimeout?: AgentDuration | 'from-hint'
  /** How often it looks; > 0 and finite. Default 10 s. */
  readonly every?: AgentDuration
  /** Called with each change, after it was made or, in shadow mode, thought of. */
  readonly onChange?: (event: TuningEvent) => void
  /**
   * Calls `tick` each so many ms, until what it returns is called. Default: an interval that keeps no process running.
   */
  readonly ticker?: Ticker
}

/** Calls `tick` each `everyMs` until what it returns is called. */
export type Ticker = (tick: () => void, everyMs: number) => () => void

/** A change of one origin's settings, on the clock of `performance.now()`. */
export interface TuningEvent extends TuningChange {
  /** Whose pool it is. */
  readonly origin: string
  /** Whether it was made, or only thought of. */
  readonly mode: SelfTuningPlan['mode']
}

export interface AutotunePlan extends SelfTuningPlan {
  readonly onChange: (event: TuningEvent) => void
  readonly ticker: Ticker
}

const EVERY_MS = 10_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

const names = ['mode', 'bounds', 'safeIdleTimeout', 'every', 'onChange', 'ticker'] as const

/** @throws RangeError that names the option, what it may be and what it is */
export function planAutotune(options: boolean | AutotuneOptions | undefined): AutotunePlan | null {
  if (options === undefined || options === false) return null
  const given: unknown = options === true ? {} : options
  if (typeof given !== 'object' || given === null) {
    throw refused('autotune', 'true, false, or an object of options', given)
  }
  expectNames(given, names, 'autotune.')
  const {
    mode = 'apply',
    bounds = {},
    safeIdleTimeout = 'from-hint',
    every = EVERY_MS,
    onChange,
    ticker,
  } = given as AutotuneOptions
  const everyMs = durationMs('autotune.every', every, Number.MIN_VALUE)
  if (everyMs > LONGEST_TIMER_MS) throw refused('autotune.every', 'at most 24 days', every)
  return {
    mode: oneOf('autotune.mode', mode, ['apply', 'shadow']),
    bounds: planBounds(bounds),
    safeIdleTimeoutMs:
      safeIdleTimeout === 'from-hint'
        ? safeIdleTimeout
        : durationMs('autotune.safeIdleTimeout', safeIdleTimeout, Number.MIN_VALUE),
    everyMs,
    onChange: onChange ?? (() => {}),
    ticker: ticker ?? interval,
  }
}

function planBounds(bounds: NonNullable<AutotuneOptions['bounds']>): TuningBounds {
  expectNames(
    bounds,
    Object.keys(DEFAULT_BOUNDS).map((name) => name.replace(/Ms$/, '')),
    'autotune.bounds.',
  )
  const { idleTimeout, maxIdlePerHost, maxConnsPerHost } = bounds
  return {
    idleTimeoutMs:
      pair('idleTimeout', idleTimeout, (name, value) => durationMs(name, value, Number.MIN_VALUE)) ??
      DEFAULT_BOUNDS.idleTimeoutMs,
    maxIdlePerHost: pair('maxIdlePerHost', maxIdlePerHost, countFromOne) ?? DEFAULT_BOUNDS.maxIdlePerHost,
    maxConnsPerHost: pair('maxConnsPerHost', maxConnsPerHost, countFromOne),
  }
}

function pair(
  name: string,
  values: unknown,
  read: (option: string, value: unknown) => number,
): Bounds | null {
  if (values === undefined) return null
  const option = `autotune.bounds.${name}`
  if (!Array.isArray(values) || values.length !== 2) {
    throw refused(option, 'two values, the lowest and the highest', values)
  }
  const [least, most] = values.map((value: unknown) => read(option, value)) as [number, number]
  if (least > most) throw refused(option, 'in order, the lowest first', values)
  return { least, most }
}

function countFromOne(option: string, value: unknown): number {
  return count(option, value, 1)
}

const interval: Ticker = (tick, everyMs) => {
  const timer = setInterval(tick, everyMs).unref()
  return () => clearInterval(timer)
}
