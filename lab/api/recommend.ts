import type { ConfigEditResult, Recommendation } from './recommendation.ts'
import type { RunName } from './run-name.ts'
import { withOwnFailures } from './with-own-failures.ts'

/** Which recommendation is wanted, and for what. */
export interface RecommendOptions {
  /** In whose dialect, such as `nginx-upstream`; the run's own client unless given. */
  readonly client?: string | undefined
  /** A file of the caller's, whose text is edited; nothing is written. */
  readonly file?: ConfigFileText | undefined
  /** Where runs are kept; `.kneepoint/runs` unless given. */
  readonly runs?: string | undefined
}

/** A configuration file, or a file of source code, as text. */
export interface ConfigFileText {
  /** Its name, by whose ending its language is known, such as `client.go`. */
  readonly name: string
  /** All that is in it. */
  readonly text: string
  /** Line, from 1, on which the pool begins, where the file has several. */
  readonly line?: number | undefined
}

/** What a run recommends, with the edit of the file that was given. */
export interface RecommendResult extends Recommendation {
  /** `null` without a file, and where the standing is not `apply`. */
  readonly edit: ConfigEditResult | null
}

/**
 * What a finished run recommends. Sends nothing, and writes nothing.
 *
 * @param run what `run` returned, or a run's directory, or its name in `runs`, or a scenario's file, of which the latest
 *   run that has a recommendation is taken
 * @throws UsageError where there is no such run, or it has not come to a recommendation; for an unknown client; and for a
 *   file that cannot be edited safely, with the place and what to do by hand
 */
export function recommend(run: RunName, options: RecommendOptions = {}): Promise<RecommendResult> {
  return withOwnFailures(async () => {
    const { readRecommendation } = await import('./read-recommendation.ts')
    return readRecommendation(run, options)
  })
}
