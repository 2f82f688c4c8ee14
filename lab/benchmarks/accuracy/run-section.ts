import type { PredictedMeasured } from '../../../models/report/compare-predictions.ts'
import type { Report } from '../../../models/report/report.ts'
import { formatChange, formatValue } from '../../../reports/terminal/format-value.ts'
import { metricTitles } from '../../../reports/wording/metric-titles.ts'
import { markdownTable } from '../../docs/markdown-table.ts'

/** What of a `report.json` says how far its predictions were off. */
export type RunAccuracy = Pick<
  Report,
  'name' | 'seed' | 'plan' | 'startedAt' | 'environment' | 'predictions' | 'windows'
> & {
  readonly verdict: Pick<Report['verdict'], 'verdict'>
  readonly misfit: Pick<NonNullable<Report['misfit']>, 'typicalError' | 'withoutReuseError'> | null
}

/** Whole runs: for each, what was predicted of the windows that were verified, and what came. */
export function runSection(runs: readonly RunAccuracy[]): string {
  return runs.map(runTable).join('\n\n')
}

function runTable(run: RunAccuracy): string {
  const { name, seed, plan, startedAt, environment, predictions, windows, verdict, misfit } = run
  return [
    `\`${name}\` (${plan}, seed ${seed}) on ${startedAt.slice(0, 10)} with ${environment}, ${windows} windows,`,
    `${verdict.verdict}${misfitText(misfit)}:`,
    '',
    ...markdownTable(['', 'Predicted', 'Measured', 'Error'], predictions.map(row)),
  ].join('\n')
}

function misfitText(misfit: RunAccuracy['misfit']): string {
  if (misfit?.typicalError == null) return ''
  return `; the fitted model missed the P99s of the sweep by ${Math.round(100 * misfit.typicalError)} %`
}

function row({ setting, metric, unit, predicted, measured, error }: PredictedMeasured): string[] {
  return [
    `${setting}: ${metricTitles[metric]}`,
    formatValue(predicted, unit),
    formatValue(measured, unit),
    error === null ? '–' : formatChange(error),
  ]
}
