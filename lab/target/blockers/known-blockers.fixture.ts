import type { FindingCause } from '../../../models/diagnosis/finding.ts'
import type { BlockerName } from '../../../models/scenario/targets/blocker-target.ts'

/** What is known of a blocker beforehand: what a diagnosis is to find. */
export interface KnownBlocker {
  readonly blocker: BlockerName
  readonly cause: FindingCause
  /** The function that is guilty, in a file of the blocker's name. */
  readonly functionName: string
  /** That make the fault hurt, requests/s. */
  readonly rate: number
}

export const knownBlockers: readonly KnownBlocker[] = [
  { blocker: 'sync-crypto', cause: 'sync-crypto', functionName: 'hashPasswordSync', rate: 20 },
  { blocker: 'json-parse', cause: 'large-json', functionName: 'parseProducts', rate: 30 },
  { blocker: 'backtracking-regexp', cause: 'slow-regexp', functionName: 'isTitleSlowly', rate: 20 },
  { blocker: 'mutex', cause: 'lock', functionName: 'postEntryLocked', rate: 130 },
  { blocker: 'pool-exhaustion', cause: 'pool-exhausted', functionName: 'drawReportConnected', rate: 55 },
]

/** Relative to the root of the project. */
export function blockerFile({ blocker }: KnownBlocker): string {
  return `lab/target/blockers/${blocker}.ts`
}
