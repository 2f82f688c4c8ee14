import type { ComparedSource } from '../../models/compare/compared-source.ts'
import {
  findDifferences,
  type RequiredAlike,
  requiredAlike,
  type SourceDifference,
} from '../../models/compare/find-differences.ts'
import { isSameMeasurement } from '../../models/compare/is-same-measurement.ts'
import { UsageError } from '../usage-error.ts'

/** What the user wants to have compared all the same. */
export interface AllowedDifferences {
  readonly differences: readonly RequiredAlike[]
  /** All of them, sources that are not VALID, and one that is compared with itself. */
  readonly force: boolean
}

/**
 * @param allowed names with commas between them, as `--allow-different` has them
 * @throws UsageError for a name that is none
 */
export function readAllowedDifferences(allowed: string | undefined, force: boolean): AllowedDifferences {
  const names = (allowed ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  const differences = names.map((name) => {
    const found = requiredAlike.find((what) => what === name)
    if (found !== undefined) return found
    throw new UsageError(`--allow-different: '${name}' is none of ${requiredAlike.join(', ')}`)
  })
  return { differences, force }
}

/**
 * Refuses to compare what cannot be compared, and lists all that is in the way, with the option that allows it.
 *
 * @returns the differences that were allowed
 * @throws UsageError when there are others
 */
export function checkComparable(
  a: ComparedSource,
  b: ComparedSource,
  { differences, force }: AllowedDifferences,
): readonly SourceDifference[] {
  const found = findDifferences(a, b)
  if (force) return found
  const forbidden = found.filter(({ what }) => !differences.includes(what))
  const reasons = [
    ...(isSameMeasurement(a, b) ? [SAME] : []),
    ...forbidden.map(describeDifference),
    ...new Set(unusable(a, b).map(({ label, verdict }) => `${label} is ${verdict.verdict}: ${verdict.why}`)),
  ]
  if (reasons.length === 0) return found
  const list = reasons.map((reason) => `  ${reason}`).join('\n')
  throw new UsageError(
    `${a.label} and ${b.label} are not comparable:\n${list}\nTo compare them all the same: ${overrideFor(forbidden, reasons)}`,
  )
}

const SAME = 'they are one and the same measurement; of a run, name the sides: RUN:before and RUN:after'

function describeDifference({ what, a, b }: SourceDifference): string {
  return `${what}: ${a ?? 'not given'} / ${b ?? 'not given'}`
}

function overrideFor(forbidden: readonly SourceDifference[], reasons: readonly string[]): string {
  if (forbidden.length < reasons.length) return '--force'
  return `--allow-different ${forbidden.map(({ what }) => what).join(',')}`
}

function unusable(
  ...sources: readonly ComparedSource[]
): Array<{ label: string; verdict: NonNullable<ComparedSource['verdict']> }> {
  return sources.flatMap(({ label, verdict }) =>
    verdict === null || verdict.verdict === 'VALID' ? [] : [{ label, verdict }],
  )
}
