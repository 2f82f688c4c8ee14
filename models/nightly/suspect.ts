import type { ComparedMetric } from '../report/before-after.ts'
import { EffectHistory } from './effect-history.ts'
import { gateOf } from './gate.ts'
import { isJudged } from './metric-effect.ts'
import type { NightRecord } from './night-record.ts'
import { passageOf } from './passage.ts'
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
  const past = new EffectHistory(history, against)
  return metrics
    .filter((metric) => isJudged(metric) && metric.answer?.answer === 'worse')
    .some((metric) => passageOf(metric, gateOf(metric, past).gate) === 'worse')
}
