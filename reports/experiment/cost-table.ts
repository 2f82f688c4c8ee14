import type { ComparedMeasure, VariantComparison } from '../../models/experiment/compare-variants.ts'
import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { formatMeasure, formatMeasureChange, formatMeasureInterval } from './format-measure.ts'

/** What each variant costs more than the first, side by side. */
interface CostTable {
  readonly head: readonly string[]
  /** The first variant, with what it costs itself; then the others. */
  readonly rows: ReadonlyArray<readonly string[]>
  /** What could not be told from the first variant; `null` where all could. */
  readonly untold: string | null
}

/** @returns `null` where there is nothing to set side by side: one comparison, or targets that do not tell */
export function costTable({ comparisons }: Pick<ExperimentReport, 'comparisons'>): CostTable | null {
  const [first] = comparisons
  if (first === undefined || comparisons.length < 2) return null
  const costs = (['cpuPerRequest', 'allocatedPerRequest'] as const).filter((measure) =>
    comparisons.every((comparison) => costOf(comparison, measure)?.difference?.low != null),
  )
  if (costs.length === 0) return null
  const own = costs.flatMap((measure) => {
    const { effect, unit } = costOf(first, measure) as ComparedMeasure
    return [effect === null ? '–' : formatMeasure(effect.before, unit), '']
  })
  return {
    head: ['a request', ...costs.flatMap((measure) => [titles[measure], '95 % interval'])],
    rows: [
      [first.against, ...own],
      ...comparisons.map((comparison) => [
        comparison.variant,
        ...costs.flatMap((measure) => costCells(costOf(comparison, measure) as ComparedMeasure)),
      ]),
    ],
    untold: untoldSentence(comparisons, costs),
  }
}

type CostMeasure = 'cpuPerRequest' | 'allocatedPerRequest'

const titles: Readonly<Record<CostMeasure, string>> = {
  cpuPerRequest: 'CPU time',
  allocatedPerRequest: 'allocated',
}

function costOf({ measures }: VariantComparison, measure: CostMeasure): ComparedMeasure | undefined {
  return measures.find((each) => each.measure === measure)
}

function costCells({ difference, unit }: ComparedMeasure): string[] {
  if (difference === null) return ['–', '–']
  return [
    formatMeasureChange(difference.change, 'difference', unit),
    formatMeasureInterval(difference, 'difference', unit),
  ]
}

function untoldSentence(
  comparisons: readonly VariantComparison[],
  costs: readonly CostMeasure[],
): string | null {
  const untold = costs.flatMap((measure) => {
    const names = comparisons
      .filter((comparison) => isUntold(costOf(comparison, measure)))
      .map(({ variant }) => variant)
    return names.length === 0 ? [] : [`${titles[measure]} of ${names.join(', ')}`]
  })
  const [first] = comparisons
  if (untold.length === 0 || first === undefined) return null
  return `Not told from ${first.against}: ${untold.join('; ')}.`
}

/** By its answer where it was tested with the others, else by its own interval. */
function isUntold(measure: ComparedMeasure | undefined): boolean {
  if (measure === undefined) return false
  if (measure.answer !== null) return measure.answer.answer === 'no-difference'
  const { low, high } = measure.difference ?? { low: null, high: null }
  return low === null || high === null || (low <= 0 && high >= 0)
}
