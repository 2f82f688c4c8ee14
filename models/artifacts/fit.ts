import type { KneeDescription } from '../knee/latency-knee.ts'
import type { StoredMisfit } from '../simulate/misfit.ts'
import type { StoredSystemModel } from '../simulate/system-model.ts'

/** What the sweep says about the target, and the model of it that the simulator runs on. */
export interface FitArtifact {
  readonly knee: KneeDescription
  readonly system: StoredSystemModel
  /** Mean of what the model takes a request to take, when it does not wait: round trip + service. */
  readonly unloadedMs: { readonly mean: number; readonly p99: number }
  /** Concurrency at the SLO capacity (Little: rate × mean response), or at the highest rate that was met. */
  readonly kneeConcurrency: number | null
  /** Model against sweep, step by step, and how far it typically is off. */
  readonly misfit: StoredMisfit
}
