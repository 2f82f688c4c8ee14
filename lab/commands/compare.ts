import type { Comparison } from '../../models/compare/compare-sources.ts'
import type { Equivalence } from '../../models/compare/judge-equivalence.ts'
import { compareText } from '../../reports/terminal/compare-text.ts'
import { readAllowedDifferences } from '../compare/check-comparable.ts'
import { compareDocument } from '../compare/compare-document.ts'
import { compareMarkdown } from '../compare/compare-markdown.ts'
import { compareNamed } from '../compare/compare-named.ts'
import { readEquivalenceMargin, readTestedMetrics } from '../compare/read-compare-options.ts'
import type { RunSide } from '../compare/read-run-source.ts'
import { EXIT } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'

/** The flags of `compare`, as they were written. */
export interface CompareFlags {
  readonly runs: string
  readonly side: RunSide
  readonly metrics?: string
  readonly within?: string
  readonly withinRare?: string
  readonly failOnRegression: boolean
  readonly allowDifferent?: string
  readonly force: boolean
  readonly format?: 'text' | 'md'
  readonly json: boolean
}

/**
 * Compares two runs, benches or imported results, and prints the change of every metric from A to B.
 *
 * @returns the exit code: 90 for a regression, 91 where one was to be looked for and nothing could be tested, 99 where a
 * margin was given and not kept
 * @throws UsageError when a source cannot be read or the two are not comparable
 * @throws RunDirectoryError when there is no such run
 */
export async function compareCommand(nameA: string, nameB: string, flags: CompareFlags): Promise<number> {
  if (flags.json && flags.format !== undefined) {
    throw new UsageError('--json and --format: take one of them')
  }
  const margin = readEquivalenceMargin(flags)
  const tested = readTestedMetrics(flags.metrics)
  const allowed = readAllowedDifferences(flags.allowDifferent, flags.force)
  const { comparison, equivalence } = await compareNamed([nameA, nameB], flags, { tested, allowed, margin })
  process.stdout.write(rendered(comparison, equivalence, flags))
  return exitCodeOf(comparison, equivalence, flags)
}

function rendered(
  comparison: Comparison,
  equivalence: Equivalence | null,
  { json, format }: CompareFlags,
): string {
  if (json) return `${JSON.stringify(compareDocument(comparison, equivalence))}\n`
  return format === 'md' ? compareMarkdown(comparison, equivalence) : compareText(comparison, equivalence)
}

function exitCodeOf(
  { metrics }: Comparison,
  equivalence: Equivalence | null,
  { failOnRegression }: CompareFlags,
): number {
  const answers = metrics.flatMap(({ answer }) => (answer === null ? [] : [answer.answer]))
  if (failOnRegression && answers.includes('worse')) return EXIT.regression
  if (failOnRegression && answers.length === 0) return EXIT.runInvalid
  return equivalence?.shown === false ? EXIT.thresholdFailed : EXIT.ok
}
