import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { isTelling } from './conditions.ts'
import type { PastNight } from './past-night.ts'

/** How often a night differed from itself. */
export interface FalseAlarmRecord {
  /** Nights in which that could be told. */
  readonly nights: number
  readonly alarms: number
  /** alarms / nights, in [0, 1]; 0 without nights. */
  readonly rate: number
  /** Lower end of the 95 % interval for the rate, by Clopper and Pearson; 0 without nights. */
  readonly low: number
  /** Its upper end; 1 without nights. */
  readonly high: number
}

/**
 * False alarms of nights against themselves, by one measurement: an alarm of the gate takes two, so it is rarer. Nights
 * that are not to be trusted do not count.
 */
export function falseAlarmRecord(
  history: ReadonlyArray<Pick<PastNight, 'judgement' | 'sameAgainstSame'>>,
): FalseAlarmRecord {
  const told = history.filter(
    (night) => isTelling(night) && night.sameAgainstSame.some(({ answer }) => answer !== null),
  )
  const nights = told.length
  const alarms = told.filter(({ judgement }) => judgement.falseAlarm).length
  return { nights, alarms, rate: nights === 0 ? 0 : alarms / nights, ...clopperPearson(alarms, nights) }
}
