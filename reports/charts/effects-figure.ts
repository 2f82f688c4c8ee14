import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { BlockRatio } from '../../models/statistics/block-ratio.ts'
import { metricTitles } from '../wording/metric-titles.ts'

/** Changes of several figures on one scale. */
export interface EffectsFigure {
  readonly effects: readonly Effect[]
}

/** A change as a share of what it was before: −0.2 is a fifth less. */
export interface Effect {
  /** What changed; unlike those of the other effects. */
  readonly title: string
  readonly change: number
  /** Ends of the 95 % interval, no lower than −1. */
  readonly low: number
  readonly high: number
  readonly answer: 'better' | 'no-difference' | 'worse' | null
}

/** A change that may have a place in the chart. */
export interface ChangedFigure {
  readonly title: string
  readonly kind: ComparedMetric['kind']
  readonly effect: BlockRatio | null
  readonly answer: { readonly answer: 'better' | 'no-difference' | 'worse' } | null
}

/** Those that have an interval and were not zero before, which have no share; `null` where there are none. */
export function effectsFigure(metrics: readonly ComparedMetric[]): EffectsFigure | null {
  return figureOfChanges(metrics.map((metric) => ({ ...metric, title: metricTitles[metric.metric] })))
}

/** The same for figures of any kind. */
export function figureOfChanges(changes: readonly ChangedFigure[]): EffectsFigure | null {
  const effects = changes.flatMap(effectOf)
  return effects.length === 0 ? null : { effects }
}

function effectOf({ title, kind, effect, answer }: ChangedFigure): Effect[] {
  if (effect === null) return []
  const { before, change, low, high } = effect
  if (change === null || low === null || high === null) return []
  const scale = kind === 'ratio' ? 1 : before
  if (!(scale > 0)) return []
  const share = (value: number) => Math.max(-1, value / scale)
  return [
    { title, change: share(change), low: share(low), high: share(high), answer: answer?.answer ?? null },
  ]
}
