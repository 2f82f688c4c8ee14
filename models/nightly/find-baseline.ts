import { type Conditions, isUnder } from './conditions.ts'
import type { NightRecord } from './night-record.ts'

/**
 * The night that later ones are compared with: the newest that was pinned under these conditions.
 *
 * @param history oldest first
 * @returns `null` where none was
 */
export function findBaseline(history: readonly NightRecord[], conditions: Conditions): NightRecord | null {
  return (
    history.findLast((night) => night.judgement.verdict === 'baseline' && isUnder(night, conditions)) ?? null
  )
}
