import type { ComparedMetricName } from '../../models/compare/compared-source.ts'
import { compareSources, type Comparison } from '../../models/compare/compare-sources.ts'
import {
  type Equivalence,
  type EquivalenceMargin,
  judgeEquivalence,
} from '../../models/compare/judge-equivalence.ts'
import { type AllowedDifferences, checkComparable } from './check-comparable.ts'
import { readSource, type SourcePlace } from './read-source.ts'

/** How two sources are to be compared. */
export interface CompareWish {
  /** What to test together; `null` for what is tested unless told. */
  readonly tested: readonly ComparedMetricName[] | null
  readonly allowed: AllowedDifferences
  /** Within which they are to be shown to be the same; `null` where that is not asked. */
  readonly margin: EquivalenceMargin | null
}

/** What came of it. */
export interface NamedComparison {
  readonly comparison: Comparison
  /** `null` without a margin. */
  readonly equivalence: Equivalence | null
}

/**
 * Reads two sources and compares them, from the first to the second.
 *
 * @param names as `readSource` takes them
 * @throws UsageError when a source cannot be read or the two are not comparable
 * @throws RunDirectoryError when there is no such run
 */
export async function compareNamed(
  [nameA, nameB]: readonly [a: string, b: string],
  place: SourcePlace,
  { tested, allowed, margin }: CompareWish,
): Promise<NamedComparison> {
  const a = await readSource(nameA, place)
  const b = await readSource(nameB, place)
  const overridden = checkComparable(a, b, allowed)
  const comparison = compareSources(a, b, { overridden, ...(tested === null ? {} : { tested }) })
  return { comparison, equivalence: margin === null ? null : judgeEquivalence(comparison, margin) }
}
