import type { ArrivalSpec } from '../models/arrivals/spec.ts'
import type { GeneratorHealth } from '../models/measurement/generator-health.ts'
import type { PackedMeasurement } from '../models/measurement/measurement.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { TuningChange } from '../models/tune/tuner.ts'
import type { Feed, RequestSpec } from '../models/requests/request-spec.ts'
import type { DistributionSpec } from '../models/simulate/distribution.ts'
import type { MessagePort } from 'node:worker_threads'
import type { BalancedLoad, EndpointCounts } from './balanced-pool.ts'
import type { Driver, Endpoint } from './connection.ts'
import type { Pacing } from './pacer.ts'
import type { SelfTuningPlan } from './self-tuning.ts'

/** What crosses between the lab and a load thread. One task is one pod, with a pool of its own, for one stretch. */
export interface LoadTask {
  /** Carries `LoadReport`s out and `LoadOrder`s in. */
  readonly port: MessagePort
  /** File URL of the compiled scenario where its requests have functions, or `null`. */
  readonly scenarioModule: string | null
  readonly requests: readonly RequestSpec[]
  readonly feeds: readonly Feed[]
  readonly seed: number
  readonly endpoint: Endpoint
  /** Several endpoints in place of that one, each with a pool of its own; not together with `tuning`. */
  readonly balance?: BalancedLoad
  readonly driver: Driver
  /** Name in `models/clients/`: whose pool policy applies. */
  readonly client: string
  /** Whether the client is configured as today, or as a patch would leave it. */
  readonly configuration: 'today' | 'patched'
  readonly settings: PoolSettings
  readonly load: OpenLoad | ClosedLoad
  /** This thread, from 0, of so many: it sends its share of the requests. */
  readonly thread: number
  readonly threads: number
  /** Length of the stretch; what is due before `warmupMs` is not measured. */
  readonly durationMs: number
  readonly warmupMs: number
  /** Requests of all threads after which the stretch ends, or `null`. */
  readonly mostRequests: number | null
  /** Connections to open and hold idle beforehand; times relative to the start, so ≤ 0; oldest first. */
  readonly primed: readonly IdleConnection[]
  readonly drainMs: number
  /** How the pool tunes itself; not at all unless told. */
  readonly tuning?: SelfTuningPlan
  /** How often it tells what it has measured so far, in ms; never unless told. */
  readonly interimMs?: number
}

/** Requests when they are due. */
export interface OpenLoad {
  readonly kind: 'open'
  /** All threads' arrivals: each takes its share. Either a process, or due times, ascending ms from the start. */
  readonly arrivals: ArrivalSpec | Float64Array
  /** Position of the first arrival in the whole schedule. */
  readonly firstIndex: number
  readonly pacing: Pacing
  /** Requests that may be under way at once in this thread; one more is dropped, never delayed. */
  readonly inFlightMax: number
}

/** Users who wait for their answers. */
export interface ClosedLoad {
  readonly kind: 'closed'
  /** In this thread. */
  readonly users: number
  /** Between an answer and the next request, in ms; `null` for none. */
  readonly thinkTime: DistributionSpec | null
  /** Whether users who come later may each have a connection more. */
  readonly growsPool: boolean
}

export type LoadOrder =
  /** Begin; both sides know the time of day. */
  | { readonly kind: 'go'; readonly startAtEpochMs: number }
  /** End now: what was measured so far is the result. */
  | { readonly kind: 'stop' }
  /** Send nothing more; end when what is under way has been answered. */
  | { readonly kind: 'finish' }
  /** From `atMs` after the start on, so many times as fast as at the start; 0 is a pause. */
  | { readonly kind: 'pace'; readonly atMs: number; readonly factor: number }
  /** Other settings of the pool, from now on. */
  | { readonly kind: 'reconfigure'; readonly settings: PoolSettings }
  /** Other weights of the endpoints, from the next request on; where there are several. */
  | { readonly kind: 'weights'; readonly weights: readonly number[] }

export type LoadReport =
  /** Primed and waiting for `go`. */
  | { readonly kind: 'ready' }
  | LoadProgress
  /** What has been measured so far, without a series; the length of the stretch includes pauses. */
  | { readonly kind: 'interim'; readonly measurement: PackedMeasurement }
  /** What came out, in buffers that were handed over. Last of all. */
  | { readonly kind: 'result'; readonly result: LoadResult }

export interface LoadProgress {
  readonly kind: 'progress'
  readonly due: number
  readonly completed: number
  readonly failed: number
  readonly dropped: number
  /** Of the requests completed so far; NaN before there are any. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly latenessP99Ms: number
  readonly open: number
  readonly idle: number
  /** Connections with a request under way. */
  readonly busy: number
  /** Connections opened since the warm-up ended. */
  readonly dialed: number
}

export type LoadResult =
  | MeasuredLoad
  /** No connection could be opened before the start. */
  | { readonly kind: 'target-unusable'; readonly errorKind: string; readonly message: string }
  /** A function of the scenario threw. */
  | { readonly kind: 'scenario-threw'; readonly message: string; readonly stack: string }

export interface MeasuredLoad {
  readonly kind: 'measured'
  readonly measurement: PackedMeasurement
  readonly generator: GeneratorHealth
  /** CPU time spent in waiting for the next request, in ms. */
  readonly polledMs: number
  /** Whether the stretch ran to its end. */
  readonly finished: boolean
  /** What the pool changed of itself, or would have, at ms from the start; where it tunes itself. */
  readonly tuningChanges?: readonly TuningChange[]
  /** In the order of the endpoints; where there are several. */
  readonly byEndpoint?: readonly EndpointCounts[]
}
