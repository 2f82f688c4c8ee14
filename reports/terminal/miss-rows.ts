import type { Misses } from '../../models/report/explain-misses.ts'
import type { PredictedAndMeasured, SideMiss } from '../../models/report/window-misses.ts'
import { fitText } from './fit-text.ts'
import { formatMoment, formatRate } from './format-value.ts'

/** So many windows show where the model is off; all are in report.json. */
const MOST_WINDOWS = 5

export const missHead = ['Window', 'begins at', 'rate', '', 'P99 in ms', 'mean in ms', 'dials/s'] as const

/** Why the model was wrong, in lines of at most 80 columns. */
export function missReasons({ windows, reasons }: Misses): string[] {
  const shown = Math.min(MOST_WINDOWS, windows.length)
  return [
    ...fitText(`Withdrawn because the model was wrong: ${reasons[0] ?? ''}`, 80),
    ...reasons.slice(1).flatMap((reason) => fitText(`- ${reason}`, 80, '  ')),
    ...fitText(
      `Predicted → measured, in the ${shown} of ${windows.length} windows where it was most wrong:`,
      80,
    ),
  ]
}

/** Two rows for each window, one for each setting: predicted → measured. */
export function missRows({ windows }: Misses): string[][] {
  return windows.slice(0, MOST_WINDOWS).flatMap(({ number, fromMs, rate, before, after }) => [
    [String(number), formatMoment(fromMs), formatRate(rate), 'before', ...sideCells(before)],
    ['', '', '', 'after', ...sideCells(after)],
  ])
}

function sideCells({ p99Ms, meanMs, dialsPerSecond }: SideMiss): string[] {
  return [arrow(p99Ms, 1), arrow(meanMs, 1), arrow(dialsPerSecond, 2)]
}

function arrow({ predicted, measured }: PredictedAndMeasured, digits: number): string {
  return `${predicted?.toFixed(digits) ?? '–'} → ${measured?.toFixed(digits) ?? '–'}`
}
