import type { GeneratorHealth } from '../models/measurement/generator-health.ts'
import type { PackedMeasurement } from '../models/measurement/measurement.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { LoadProgress, LoadTask } from './messages.ts'

/** What a thread is given that sends load for as long as it is told to, a minute at a time. */
export interface StandingTask extends Pick<
  LoadTask,
  | 'scenarioModule'
  | 'requests'
  | 'feeds'
  | 'seed'
  | 'endpoint'
  | 'driver'
  | 'client'
  | 'thread'
  | 'threads'
  | 'drainMs'
> {
  /** Requests that may be under way at once in this thread; one more is dropped, never delayed. */
  readonly inFlightMax: number
}

/** A part of a schedule, a minute as a rule, that is sent when it is due. */
export interface SentMinute {
  /** Its number; results bear it. */
  readonly minute: number
  /** The pool that it goes through: another number than before is a new one, and the former one ends when it can. */
  readonly pool: number
  readonly settings: PoolSettings
  /** Whether the client is configured as today, or as a patch would leave it. */
  readonly configuration: 'today' | 'patched'
  /** All threads' arrivals, ascending ms from its start: each takes its share. */
  readonly dueMs: Float64Array
  /** Position of the first of them in the whole schedule. */
  readonly firstIndex: number
  /** When it starts, in ms on the process's monotonic clock (`process.hrtime`), which all threads share. */
  readonly startMs: number
  readonly durationMs: number
}

export type StandingOrder =
  | { readonly kind: 'send'; readonly minute: SentMinute }
  /** End now: what is under way is given up, and not told of. */
  | { readonly kind: 'stop' }

export type StandingReport =
  | { readonly kind: 'ready' }
  | LoadProgress
  /** All that was due in a minute has been answered, or has failed. */
  | ({ readonly kind: 'minute'; readonly minute: number } & MeasuredMinute)
  /** A function of the scenario threw: nothing more is sent. */
  | { readonly kind: 'scenario-threw'; readonly message: string; readonly stack: string }

/** What one thread measured of a minute. */
export interface MeasuredMinute {
  readonly measurement: PackedMeasurement
  readonly generator: GeneratorHealth
}
