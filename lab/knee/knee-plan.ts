import type { CapacitySearchOptions } from '../../models/knee/capacity-search.ts'
import type { BenchPlan, OpenBenchLoad } from '../bench/bench-plan.ts'

/** A search for the capacity of one target. */
export interface KneePlan {
  /** What all trials have in common; a trial has a rate and a duration of its own. */
  readonly bench: BenchPlan & { readonly load: OpenBenchLoad }
  readonly slo: KneeSlo
  readonly search: CapacitySearchOptions
}

/** What a load has to meet. */
export interface KneeSlo {
  /** Response time that 99 in 100 requests may not exceed, > 0. */
  readonly p99Ms: number
  /** Largest share of the requests that may fail or be dropped, in [0, 1]. */
  readonly failureRatio: number
}

/** Share of the requests that may be late or fail where the service level is a P99. */
export const P99_LOSS_RATIO = 0.01
