import { eDivisive } from '../statistics/e-divisive.ts'
import { median } from '../statistics/median.ts'
import type { ComparedMetric } from '../report/before-after.ts'
import type { EffectHistory } from './effect-history.ts'
import { floorOf } from './gate.ts'
import { effectOf } from './metric-effect.ts'

/** A change for the worse that the history shows. */
export interface Drift {
  /**
   * Median since then less the median from the change before it, as ln(after / before) or in the metric's unit; above
   * the floor.
   */
  readonly size: number
  /** Nights since the change, tonight included; ≥ 3, so that after 2 slow nights one of before is among them. */
  readonly nights: number
  /** In [0, 1e-4]. */
  readonly pValue: number
}

const MAX_P_VALUE = 1e-4
/** In all, tonight included. */
const LEAST_NIGHTS = 10
/** Older changes have been told, and may have been accepted. */
const RECENT_NIGHTS = 14
/** Nights of one level: of so many, one that was slow does not move the median. */
const LEAST_SEGMENT = 3

/**
 * Whether nights have become slower lately: the newest change point of the effects since the pinned night, tonight
 * included. Its size is that of the medians, so that one slow night is no drift, however slow. Nights are taken to
 * resemble the one before: with a test for independent nights, one metric alone raises a false alarm in 11 % of all
 * series of 70 nights whose correlation is 0.3; with this one in 4 %, and in less than 1 % without correlation (400
 * series each, without the floor).
 *
 * A baseline that was measured in turns stands for no change, so against it a drift also has to have left tonight worse
 * than the baseline: where the next release becomes the baseline, an improvement that it brought is gone from the
 * effects, and nothing is worse. Against a pinned night there is no such level, that night being one sample.
 *
 * @returns `null` where there is none, or too few nights to tell
 */
export function findDrift(metric: ComparedMetric, history: EffectHistory): Drift | null {
  const tonight = effectOf(metric)
  if (tonight === null) return null
  const effects = [...history.sincePinned(metric), tonight]
  if (effects.length < LEAST_NIGHTS) return null
  const points = eDivisive(effects, {
    maxPValue: MAX_P_VALUE,
    minSegment: LEAST_SEGMENT,
    dependence: 'correlated',
  })
  const newest = points.at(-1)
  if (newest === undefined) return null
  const since = effects.slice(newest.index)
  const level = median(since)
  const size = level - median(effects.slice(points.at(-2)?.index ?? 0, newest.index))
  const leastMoved = history.against === 'interleaved' ? Math.min(size, level) : size
  if (leastMoved <= floorOf(metric) || since.length > RECENT_NIGHTS) return null
  return { size, nights: since.length, pValue: newest.pValue }
}
