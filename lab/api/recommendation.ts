import type { RatedConstraint, RatedSettings } from '../../models/artifacts/recommend.ts'
import type { ConfigPatch } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { Verdict } from '../../models/report/report.ts'
import type { Withheld } from '../../models/report/standing.ts'

/**
 * What is to be done with what a run recommends:
 *
 * - `apply`: it was verified on sockets, the figures can be trusted, and nothing got worse.
 * - `keep`: today's settings are as good; there is nothing to change.
 * - `withdrawn`: on sockets the P99 or the failure rate was worse with it.
 * - `unproven`: it was not verified to the end, or the figures cannot be trusted, which `verdict` tells; or it rests on a
 *   model that does not describe the target, which `withheld` tells.
 */
export type Standing = 'apply' | 'keep' | 'withdrawn' | 'unproven'

/** What a run recommends, for one client. Times are ms; counts are per pool (one process) and host; Infinity is no limit. */
export interface Recommendation {
  /** The run's directory, absolute. */
  readonly directory: string
  /** Whether to apply it. */
  readonly standing: Standing
  /** Whether the run's figures can be trusted, why, and what to do, or `null`. */
  readonly verdict: Verdict
  /** Why settings are `unproven` although the verdict is VALID, and what to do; `null` for every other standing. */
  readonly withheld: Withheld | null
  /** Whose settings and patch these are, such as `go-net-http`. */
  readonly client: string
  /** What to set; today's where the standing is `keep`. */
  readonly settings: PoolSettings
  /** Today's, of the run's own client. */
  readonly before: PoolSettings
  /** One sentence each, with the number that it rests on. */
  readonly reasons: readonly string[]
  /** What to mind; one sentence each. */
  readonly notes: readonly string[]
  /** Whether the simulator expects these settings to meet the service level. */
  readonly meetsSlo: boolean
  /** What the simulator expects of these settings; those of `null` have no limit. */
  readonly expected: RatedSettings
  /** What the simulator expects of today's settings, to compare with `expected`. */
  readonly expectedToday: RatedSettings
  /** What else would do, at most three. */
  readonly runnersUp: readonly RatedSettings[]
  /** What the settings have to keep, and what of it decided. */
  readonly constraints: readonly RatedConstraint[]
  /** The settings in the client's own dialect; `null` unless the standing is `apply`. */
  readonly patch: ConfigPatch | null
}

/** A text of the caller's as it would be with the recommended settings. */
export interface ConfigEditResult {
  /** The whole text. */
  readonly text: string
  /** Unified; empty where the text says what is wanted already. */
  readonly diff: string
  /** The pool that was found, and the line on which it begins, from 1. */
  readonly place: { readonly title: string; readonly line: number }
  /** Every value before and after; `null` where it is not written. */
  readonly changes: ReadonlyArray<{
    readonly name: string
    readonly before: string | null
    readonly after: string | null
  }>
  /** What the text cannot say, or what to mind; one sentence each. */
  readonly notes: readonly string[]
}
