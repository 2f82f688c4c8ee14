import type { RetainedGrowth } from '../heap-snapshot/retained-growth.ts'
import type { GrowthAttribution } from './attribute-growth.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'
import type { LeakVerdict } from './leak-verdict.ts'

/** All that is known of a leak, as plain JSON. */
export interface LeakReport {
  readonly target: string
  readonly checkpoints: readonly LeakCheckpoint[]
  readonly verdict: LeakVerdict
  /** Where what stays was allocated; `null` where the target's runtime cannot tell. */
  readonly attribution: GrowthAttribution | null
  /** What keeps it; `null` where no snapshots were taken. */
  readonly retained: RetainedGrowth | null
}
