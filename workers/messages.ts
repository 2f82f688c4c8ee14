import type { GeneratorHealth } from '../models/measurement/generator-health.ts'
import type { StoredMeasurement } from '../models/measurement/measurement.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { Feed, RequestSpec } from '../models/requests/request-spec.ts'
import type { MessagePort } from 'node:worker_threads'
import type { Endpoint } from './connection-undici.ts'

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
  /** Name in `models/clients/`: whose pool policy applies. */
  readonly client: string
  /** Whether the client is configured as today, or as a patch would leave it. */
  readonly configuration: 'today' | 'patched'
  readonly settings: PoolSettings
  /** When this pod's requests are due, ascending ms from the start of the stretch. */
  readonly dueMs: Float64Array
  /** Position of this pod's first request in the whole schedule, and the distance from one to the next. */
  readonly firstIndex: number
  readonly stride: number
  /** Length of the stretch; what is due before `warmupMs` is not measured. */
  readonly durationMs: number
  readonly warmupMs: number
  /** Connections to open and hold idle beforehand; times relative to the start, so ≤ 0; oldest first. */
  readonly primed: readonly IdleConnection[]
  readonly inFlightMax: number
  readonly drainMs: number
}

export type LoadOrder =
  /** Begin; both sides know the time of day. */
  | { readonly kind: 'go'; readonly startAtEpochMs: number }
  /** End now: what was measured so far is the result. */
  | { readonly kind: 'stop' }

export type LoadReport =
  /** Primed and waiting for `go`. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly due: number; readonly completed: number; readonly failed: number }

export type LoadResult =
  | MeasuredLoad
  /** No connection could be opened before the start. */
  | { readonly kind: 'target-unusable'; readonly errorKind: string; readonly message: string }
  /** A function of the scenario threw. */
  | { readonly kind: 'scenario-threw'; readonly message: string; readonly stack: string }

export interface MeasuredLoad {
  readonly kind: 'measured'
  readonly measurement: StoredMeasurement
  readonly generator: GeneratorHealth
  /** Whether the stretch ran to its end. */
  readonly finished: boolean
}
