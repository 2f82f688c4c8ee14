import type { HotPathView, ProfileView } from '../diagnosis/hot-path-view.ts'

/** Where the target's time went in a stretch of load of its own, with a profiler on that no other stretch had. */
export interface ProfileArtifact {
  /** What could be asked: a probe in the target's process, Go's profiles, only figures of the process, or nothing. */
  readonly source: ProfileSource
  /** Such as `Node 24.1.0`; `null` where the target does not say. */
  readonly runtime: string | null
  /** `null` where no load was sent for it. */
  readonly load: ProfiledLoad | null
  /** `null` where no load was sent for it. */
  readonly view: HotPathView | null
  /** What was live on a Go target's heap afterwards, by who allocated it. */
  readonly heap: ProfileView | null
  /** Where a Go target's goroutines were. */
  readonly goroutines: ProfileView | null
  /** What could not be had, and how it can be; whole sentences. */
  readonly missing: readonly string[]
}

export type ProfileSource = 'probe' | 'pprof' | 'figures' | 'none'

/** The requests of the profiled stretch, without its warm-up. */
export interface ProfiledLoad {
  /** Requests per second that were due; `null` where users waited for answers. */
  readonly rate: number | null
  readonly durationMs: number
  readonly completed: number
  /** `null` where none was completed. */
  readonly meanResponseMs: number | null
}
