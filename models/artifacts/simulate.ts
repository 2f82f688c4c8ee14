import type { ScheduleRates } from '../arrivals/schedule-rates.ts'
import type { StoredMeasurement } from '../measurement/measurement.ts'
import type { StoredPoolSettings } from '../pool/settings.ts'
import type { Expectation } from '../recommend/expectation.ts'
import type { SafeIdleTimeout } from '../recommend/safe-idle-timeout.ts'
import type { Surroundings } from '../recommend/surroundings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'

/** The whole schedule in virtual time. */
export interface SimulateArtifact {
  readonly safeIdleTimeout: SafeIdleTimeout
  readonly surroundings: Surroundings
  /** Every pair of idle timeout and idle cap, over the whole schedule; a bound where the client's pool differs. */
  readonly surface: {
    readonly requests: number
    readonly idleTimeoutsMs: readonly number[]
    readonly maxIdleLimit: number
    readonly cells: readonly SurfaceCell[]
  }
  /** The pool machine with the client's own policy, over windows drawn from the whole schedule. */
  readonly candidates: readonly Candidate[]
  /** The same windows under other load or service times: without a limit on idle connections, and with what may be recommended. */
  readonly trials: readonly Trial[]
  /** Length of all those windows together. */
  readonly sampledMs: number
  /** Absent in artifacts of earlier versions. */
  readonly schedule?: ScheduleRates
}

/** `today` and `unlimited`, which has no limit on idle connections, are there to compare with. */
export type Role = 'today' | 'unlimited' | 'candidate'

export interface Candidate {
  readonly settings: StoredPoolSettings
  readonly role: Role
  readonly measurement: StoredMeasurement
  readonly expected: Expectation
  /** P99 of the response time in each part of the schedule: for a week, its days; `null` where none was answered. */
  readonly strataP99Ms: ReadonlyArray<number | null>
}

/** A change of what comes to the pool, in times of today's. */
export interface Strain {
  /** Factor on the rate of requests, > 0. */
  readonly load: number
  /** Factor on the time that the server works on a request, > 0. */
  readonly serviceTime: number
}

/** Settings under a strain. */
export interface Trial {
  readonly role: Role
  readonly settings: StoredPoolSettings
  readonly strain: Strain
  readonly expected: Expectation
}
