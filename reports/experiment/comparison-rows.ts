import type { ComparedMeasure, VariantComparison } from '../../models/experiment/compare-variants.ts'
import { notAvailable } from '../wording/not-available.ts'
import {
  formatMeasure,
  formatMeasureChange,
  formatMeasureInterval,
  formatMeasureSize,
} from './format-measure.ts'
import { measureTitle } from './measure-title.ts'

/** The measures of one class of traffic, or those of the target. */
export interface ComparisonGroup {
  /** `null` for the target. */
  readonly traffic: string | null
  readonly measures: readonly ComparedMeasure[]
}

/** In the order in which they are shown. */
export function comparisonGroups({ measures }: VariantComparison): ComparisonGroup[] {
  const names = [...new Set(measures.map(({ traffic }) => traffic))]
  return names.map((traffic) => ({
    traffic,
    measures: measures.filter((each) => each.traffic === traffic),
  }))
}

/** What the figures of a group are of. */
export function groupTitle({ traffic }: ComparisonGroup, classes: number): string {
  if (traffic === null) return 'target'
  return classes === 1 ? 'responses' : traffic
}

/** Heads of the cells of `comparisonCells`, after that of the measure. */
export function comparisonHead({ against, variant }: VariantComparison): string[] {
  return [against, variant, 'change', '95 % interval', 'answer']
}

/** A measure: its title, both sides, the change, its interval, the answer. */
export function comparisonCells(compared: ComparedMeasure): string[] {
  const { unit, kind, effect } = compared
  const title = measureTitle(compared)
  if (effect === null) return [title, '–', '–', '–', '–', notAvailable(compared)]
  return [
    title,
    formatMeasure(effect.before, unit),
    formatMeasure(effect.after, unit),
    formatMeasureChange(effect.change, kind, unit),
    formatMeasureInterval(effect, kind, unit),
    answerText(compared),
  ]
}

/** From so many times as much on, what an interval does not exclude says nothing. */
const UNCLEAR = 10

/** Whether no difference was found, but one that is many times as large as the figure itself is not excluded either. */
export function isUnclear({ answer, kind }: Pick<ComparedMeasure, 'answer' | 'kind'>): boolean {
  return kind === 'ratio' && answer?.answer === 'no-difference' && answer.largestDifference >= UNCLEAR
}

/** Empty where it was not tested: then the interval speaks for itself. */
export function answerText({ answer, tested, kind, unit }: ComparedMeasure): string {
  if (!tested) return ''
  if (answer === null) return 'no interval'
  if (answer.answer !== 'no-difference') return answer.answer
  return isUnclear({ answer, kind })
    ? 'unclear'
    : `≤ ${formatMeasureSize(answer.largestDifference, kind, unit)}`
}
