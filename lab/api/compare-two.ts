import type { EquivalenceMargin } from '../../models/compare/judge-equivalence.ts'
import { RUNS } from '../command-line/flag-texts.ts'
import { readAllowedDifferences } from '../compare/check-comparable.ts'
import { compareDocument, type MetricDocument } from '../compare/compare-document.ts'
import { compareNamed } from '../compare/compare-named.ts'
import { readTestedMetrics } from '../compare/read-compare-options.ts'
import { runSides } from '../compare/read-run-source.ts'
import { UsageError } from '../usage-error.ts'
import type { ComparedName, CompareOptions, CompareResult } from './compare.ts'
import { requireOneOf, requireShare } from './require-option.ts'
import { type OptionKinds, requireOptions } from './require-options.ts'
import { nameOfRun } from './run-name.ts'

const KINDS: OptionKinds<CompareOptions> = {
  side: 'text',
  metrics: 'texts',
  within: 'number',
  withinRare: 'number',
  allowDifferent: 'texts',
  force: 'flag',
  runs: 'text',
}
/** Unless `withinRare` says otherwise, and at most what `within` says. */
const RARE_SHARE = 0.01

/** @throws UsageError, RunDirectoryError as `compare` has them */
export async function compareTwo(
  a: ComparedName,
  b: ComparedName,
  options: CompareOptions,
): Promise<CompareResult> {
  requireOptions(options, KINDS)
  const { side = 'after', metrics, allowDifferent = [], force = false, runs = RUNS } = options
  requireOneOf('side', side, runSides)
  const { comparison, equivalence } = await compareNamed(
    [nameOf(a), nameOf(b)],
    { runs, side },
    {
      tested: readTestedMetrics(metrics?.join(',')),
      allowed: readAllowedDifferences(allowDifferent.join(','), force),
      margin: readMargin(options),
    },
  )
  const document = compareDocument(comparison, equivalence)
  return {
    ...document,
    worse: answered(document.metrics, 'worse'),
    better: answered(document.metrics, 'better'),
  }
}

function nameOf(source: ComparedName): string {
  const directory = nameOfRun(source)
  if (typeof source === 'string') return source
  const { side } = source
  requireOneOf('side', side, runSides)
  return side === undefined ? directory : `${directory}:${side}`
}

function readMargin({ within, withinRare }: CompareOptions): EquivalenceMargin | null {
  requireShare('within', within)
  requireShare('withinRare', withinRare)
  if (within === undefined) {
    if (withinRare === undefined) return null
    throw new UsageError('withinRare: it goes with within')
  }
  const rareShare = withinRare ?? Math.min(within, RARE_SHARE)
  if (within > 0 && rareShare > 0) return { within, rareShare }
  throw new UsageError(
    'within, withinRare: they must be above 0: no measurement shows that two things are equal',
  )
}

function answered(metrics: readonly MetricDocument[], answer: MetricDocument['answer']) {
  return metrics.filter((each) => each.answer === answer).map(({ metric }) => metric)
}
