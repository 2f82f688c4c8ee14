import type {
  ConstantArrivals,
  PoissonArrivals,
  RampArrivals,
  StepArrivals,
  WeekArrivals,
} from '../arrivals/spec.ts'
import { type DurationOption, parseDuration } from './duration.ts'
import type { TraceInput } from './schema.ts'
import { WEEK_DEFAULTS } from './week-defaults.ts'

// What a builder does not understand it hands on as it was written, so that the schema reports it, with its
// path, together with everything else that is wrong.

/** Requests per second at a rate that never changes. */
export function constant(options: { readonly rate: number } & DurationOption): ConstantArrivals {
  return { ...withDurationMs(options), kind: 'constant' }
}

/** Independent arrivals: exponential gaps with mean 1 / rate. */
export function poisson(options: { readonly rate: number } & DurationOption): PoissonArrivals {
  return { ...withDurationMs(options), kind: 'poisson' }
}

/** A rate that goes from one value to another along a straight line. */
export function ramp(
  options: { readonly fromRate: number; readonly toRate: number } & DurationOption,
): RampArrivals {
  return { ...withDurationMs(options), kind: 'ramp' }
}

/** One constant rate after another. */
export function steps(list: ReadonlyArray<{ readonly rate: number } & DurationOption>): StepArrivals {
  const isList: boolean = Array.isArray(list)
  return { kind: 'steps', steps: isList ? list.map((step) => withDurationMs(step)) : (list as never) }
}

/** What a week is like; what is left out is taken from `WEEK_DEFAULTS`. */
export interface WeekOptions {
  /** Requests per second, averaged over the week without flash crowds. */
  readonly meanRate: number
  /** `worldcup98-calm` unless given. */
  readonly shape?: WeekArrivals['shape']
  /** `relativeSd` in [0, 3], 0.08 unless given; `correlationMinutes` > 0, 7 unless given. */
  readonly noise?: Partial<WeekArrivals['noise']>
  /** `factor` ≥ 1, 3 unless given; `onMs` and `offMs` ≥ 1, 1000 and 4000 unless given. */
  readonly bursts?: Partial<WeekArrivals['bursts']>
  /** A number is the count. */
  readonly flashCrowds?: number | Partial<WeekArrivals['flashCrowds']>
}

/** Seven days, Monday 00:00 first. What is left out is taken from `WEEK_DEFAULTS`. */
export function week(options: WeekOptions): WeekArrivals {
  const crowds = options.flashCrowds
  return {
    ...options,
    kind: 'week',
    shape: options.shape ?? WEEK_DEFAULTS.shape,
    noise: overlay(WEEK_DEFAULTS.noise, options.noise),
    bursts: overlay(WEEK_DEFAULTS.bursts, options.bursts),
    flashCrowds: overlay(WEEK_DEFAULTS.flashCrowds, typeof crowds === 'number' ? { count: crowds } : crowds),
  }
}

/** Recorded arrivals, from a file named relative to the scenario. */
export function trace(file: string, options: Omit<TraceInput, 'kind' | 'file'> = {}): TraceInput {
  return { ...options, kind: 'trace', file }
}

type WithDurationMs<Options> = Omit<Options, keyof DurationOption> & { readonly durationMs: number }

function withDurationMs<Options extends DurationOption>(options: Options): WithDurationMs<Options> {
  const { duration, ...rest } = options
  const isWritten = duration !== undefined && options.durationMs === undefined
  if (!isWritten) return options as unknown as WithDurationMs<Options>
  const durationMs = typeof duration === 'string' ? parseDuration(duration) : null
  return { ...rest, durationMs: durationMs ?? duration } as WithDurationMs<Options>
}

function overlay<Values extends object>(defaults: Values, given: Partial<Values> | undefined): Values {
  if (given === undefined) return defaults
  return typeof given === 'object' && given !== null ? { ...defaults, ...given } : given
}
