import type { ArrivalSpec } from '../../models/arrivals/spec.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { RequestSpec } from '../../models/requests/request-spec.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import type { Threshold } from '../../models/thresholds/threshold.ts'
import type { Driver, Endpoint } from '../../workers/connection.ts'

/** One measurement of one target, without a scenario. */
export interface BenchPlan {
  readonly endpoint: Endpoint
  readonly request: RequestSpec
  readonly driver: Driver
  /** Name in `models/clients/`: whose pool policy applies. */
  readonly client: string
  /** Of all threads together: each gets its share of the limits on connections. */
  readonly settings: PoolSettings
  readonly load: OpenBenchLoad | ClosedBenchLoad
  /** Measured stretch and the warm-up before it, in ms. */
  readonly durationMs: number
  readonly warmupMs: number
  /** Requests after which it ends, warm-up included; `null` for no limit. */
  readonly mostRequests: number | null
  /** How long after the end answers are waited for. */
  readonly drainMs: number
  /** Load threads that were asked for; `null` to choose. */
  readonly workers: number | null
  readonly seed: number
  /** How the pool of each thread tunes itself; not at all unless told. */
  readonly tuning?: BenchTuning
  /** What it has to meet; nothing unless told. */
  readonly thresholds?: readonly Threshold[]
}

export interface BenchTuning {
  /** Whether changes are made, or only told. */
  readonly mode: 'apply' | 'shadow'
  /** Which settings it may change. */
  readonly idleTimeout: boolean
  readonly maxIdle: boolean
  /** A higher idle cap would do nothing. */
  readonly mostIdle: number
}

/** Requests per second, due whether or not earlier ones have been answered. */
export interface OpenBenchLoad {
  readonly kind: 'open'
  readonly rate: number
  /** Evenly spaced, or at random. */
  readonly arrivals: Extract<ArrivalSpec, { rate: unknown }>['kind']
  /** Requests that may be under way at once, of all threads. */
  readonly inFlightMax: number
}

/** Users who wait for each answer. */
export interface ClosedBenchLoad {
  readonly kind: 'closed'
  readonly users: number
  /** Whether the limit on connections is the number of users, and goes with it when that is changed. */
  readonly connectionsFollowUsers: boolean
  readonly thinkTime: DistributionSpec | null
}
