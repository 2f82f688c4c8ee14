import type { RecordedCpuProfile } from '../../models/profile/recorded-cpu-profile.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'

/** What a profiler brought home. */
export interface TakenProfile {
  /** Such as `Bun 1.4.5`, where it is known. */
  readonly runtime: string | null
  /** Of a JavaScript target. */
  readonly recorded: RecordedCpuProfile | null
  /** CPU time of another target. */
  readonly stacks: StackProfile | null
  readonly heap: StackProfile | null
  readonly goroutines: StackProfile | null
  /** Why there is not all of it, whole sentences. */
  readonly failures: readonly string[]
}

export interface Profiler {
  /** Takes its profile for so long, or until the signal is aborted. Never throws. */
  take(ms: number, signal: AbortSignal): Promise<void>
  /** Ends what goes on in the target. Never throws; may be called again. */
  stop(): Promise<void>
  /** What there is, with what is to be read once the load has ended. Never throws. */
  finish(): Promise<TakenProfile>
}

export const NOTHING_TAKEN: TakenProfile = {
  runtime: null,
  recorded: null,
  stacks: null,
  heap: null,
  goroutines: null,
  failures: [],
}
