import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { StoredPoolSettings } from '../pool/settings.ts'
import type { SafeIdleTimeout } from '../recommend/safe-idle-timeout.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'

/** The whole schedule in virtual time. */
export interface SimulateArtifact {
  readonly safeIdleTimeout: SafeIdleTimeout
  /** Every pair of idle timeout and idle cap, over the whole schedule; a bound where the client's pool differs. */
  readonly surface: {
    readonly requests: number
    readonly idleTimeoutsMs: readonly number[]
    readonly maxIdleLimit: number
    readonly cells: readonly SurfaceCell[]
  }
  /** The pool machine with the client's own policy, over windows drawn from the whole schedule. */
  readonly candidates: readonly Candidate[]
  /** Length of all those windows together. */
  readonly sampledMs: number
}

export interface Candidate {
  readonly settings: StoredPoolSettings
  /** `today` and `unlimited` are there to compare with. */
  readonly role: 'today' | 'unlimited' | 'candidate'
  readonly measurement: StoredMeasurement
  /** P99 of the response time in each part of the schedule: for a week, its days. */
  readonly strataP99Ms: readonly number[]
}
