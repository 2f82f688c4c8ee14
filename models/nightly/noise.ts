import { scaledMad } from '../statistics/scaled-mad.ts'
import type { EffectHistory } from './effect-history.ts'
import type { MetricScale } from './metric-effect.ts'

const LEAST_NIGHTS = 5

/**
 * Standard deviation of the effects seen where nothing had changed: robust, so that a night that did change does not
 * count. It is that of nights against themselves, and where tonight is compared with a pinned night, that of nights
 * about their own level if it is larger: steps from one night to the next have √2 times that.
 *
 * @returns ≥ 0, as ln(after / before) or in the metric's unit; `null` below five nights of any kind that is needed
 */
export function noiseIn(history: EffectHistory, scale: MetricScale): number | null {
  const same = history.ofSame(scale)
  if (same.length < LEAST_NIGHTS) return null
  const ofSame = scaledMad(same, 0)
  if (history.against === 'interleaved') return ofSame
  const steps = history.steps(scale)
  if (steps.length < LEAST_NIGHTS - 1) return null
  return Math.max(ofSame, scaledMad(steps, 0) / Math.SQRT2)
}
