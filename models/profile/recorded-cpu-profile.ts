import type { CpuProfile } from './cpu-profile.ts'
import type { EventLoopBlock } from './event-loop-block.ts'

/** A CPU profile whose samples can be put beside what else happened, by the wall clock. */
export interface RecordedCpuProfile {
  readonly profile: CpuProfile
  /** Wall-clock ms since the epoch at the profile's `startTime`. */
  readonly startedAtEpochMs: number
  /** Of the process, while it was profiled; in order of time. */
  readonly blocks: readonly EventLoopBlock[]
}
