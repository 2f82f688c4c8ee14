import type { ComparedMetricName } from '../../models/compare/compared-source.ts'
import type { RequiredAlike } from '../../models/compare/find-differences.ts'
import type { CompareDocument } from '../compare/compare-document.ts'
import { withOwnFailures } from './with-own-failures.ts'

/**
 * A run's directory, its name in `runs`, or a file that `bench --json` or another load tool wrote; `:before` or `:after`
 * behind a run names a side of it. What `run` returned is a run, too.
 */
export type ComparedName =
  string | { readonly directory: string; readonly side?: 'before' | 'after' | undefined }

/** How `compare` does it. What is not given is as the command has it. */
export interface CompareOptions {
  /** Of runs that are named without one: the recommended settings, or those of today; `after` unless given. */
  readonly side?: 'before' | 'after' | undefined
  /** What to test together: all but `p50` unless given, and the throughput for closed models only. */
  readonly metrics?: ReadonlyArray<Exclude<ComparedMetricName, 'rssPeak' | 'gcPause'>> | undefined
  /** Whether all that is tested is to be shown to be the same within so much, > 0 and up to 1: 0.05 for ±5 %. */
  readonly within?: number | undefined
  /** The same for failures, and dials too rare for a ratio, as a share of the requests: 0.01, or `within` if less. */
  readonly withinRare?: number | undefined
  /** Compare although these differ. */
  readonly allowDifferent?: readonly RequiredAlike[] | undefined
  /** Compare whatever differs, what is not VALID, and a measurement with itself. */
  readonly force?: boolean | undefined
  /** Where runs are kept; `.kneepoint/runs` unless given. */
  readonly runs?: string | undefined
}

/** What `compare --json` prints, and what follows from it. Changes go from A to B. */
export interface CompareResult extends CompareDocument {
  /** Of what was tested, what is worse in B: in the direction of each, and for all that is tested together. */
  readonly worse: readonly ComparedMetricName[]
  /** Of what was tested, what is better in B. */
  readonly better: readonly ComparedMetricName[]
}

/**
 * Compares two runs, benches or results of other tools. Sends nothing.
 *
 * @throws UsageError when one cannot be read, when the two are not comparable, with all that is in the way, and for an
 *   option that cannot be followed
 */
export function compare(
  a: ComparedName,
  b: ComparedName,
  options: CompareOptions = {},
): Promise<CompareResult> {
  return withOwnFailures(async () => {
    const { compareTwo } = await import('./compare-two.ts')
    return compareTwo(a, b, options)
  })
}
