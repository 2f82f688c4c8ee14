import type { NightRecord } from './night-record.ts'

/** Of a record, what later nights are judged by. */
export type PastNight = Pick<
  NightRecord,
  'scenarioHash' | 'environment' | 'against' | 'metrics' | 'sameAgainstSame' | 'judgement'
>
