import type { ComparedMetric } from '../report/before-after.ts'
import { EffectHistory } from './effect-history.ts'
import { gateOf } from './gate.ts'
import { isJudged, onScale } from './metric-effect.ts'
import type { NightRecord } from './night-record.ts'
import { confirmationOf, passageOf } from './passage.ts'
import type { PastNight } from './past-night.ts'

/**
 * Whether the night has to be measured again before anything is said: some metric passes the gate for the worse.
 *
 * @param metrics tonight against the baseline
 * @param history nights of before, oldest first; those under the conditions of the newest count
 */
export function needsAgain(
  metrics: readonly ComparedMetric[],
  history: readonly PastNight[],
  against: NightRecord['against'],
): boolean {
  return suspectsIn(metrics, history, against).length > 0
}

/**
 * Whether the night has to be measured a third time: the second measurement confirms none of what the first found to be
 * worse, and leaves some of it open.
 *
 * @param metrics of the first measurement
 * @param again of the second
 * @param history nights of before, oldest first; those under the conditions of the newest count
 */
export function needsThird(
  metrics: readonly ComparedMetric[],
  again: readonly ComparedMetric[],
  history: readonly PastNight[],
  against: NightRecord['against'],
): boolean {
  const confirmations = suspectsIn(metrics, history, against).map(({ metric, gate }) =>
    confirmationOf(metric, onScale(again, metric), gate),
  )
  return confirmations.includes('open') && !confirmations.includes('confirmed')
}

interface Suspect {
  readonly metric: ComparedMetric
  readonly gate: number
}

function suspectsIn(
  metrics: readonly ComparedMetric[],
  history: readonly PastNight[],
  against: NightRecord['against'],
): Suspect[] {
  const past = new EffectHistory(history, against)
  return metrics
    .filter((metric) => isJudged(metric) && metric.answer?.answer === 'worse')
    .map((metric) => ({ metric, gate: gateOf(metric, past).gate }))
    .filter(({ metric, gate }) => passageOf(metric, gate) === 'worse')
}
