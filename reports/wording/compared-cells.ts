import type { ComparedMetric } from '../../models/report/before-after.ts'
import { formatChange, formatInterval, formatValue } from '../terminal/format-value.ts'

/** A metric before and after, the change and its interval, as wherever they are shown; `null` where it is not known. */
export function comparedCells({ unit, kind, effect }: ComparedMetric): string[] | null {
  if (effect === null) return null
  return [
    formatValue(effect.before, unit),
    formatValue(effect.after, unit),
    effect.change === null ? '–' : formatChange(effect.change, kind, unit),
    formatInterval(effect.low, effect.high, kind, unit),
  ]
}
