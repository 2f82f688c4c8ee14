import { readStretchMs } from '../bench/read-amounts.ts'
import type { RealTimeWish } from '../commands/run-command.ts'
import { UsageError } from '../usage-error.ts'

/** The flags of `run` about real time, as they were written. */
export interface RealTimeFlags {
  readonly realTime: boolean
  readonly fromRun?: string
  readonly for?: string
}

/**
 * @returns `null` where it is not asked for
 * @throws UsageError for a length that is none, and for flags that are of no use without --real-time
 */
export function readRealTimeFlags(flags: RealTimeFlags): RealTimeWish | null {
  const { realTime, fromRun, for: length } = flags
  if (!realTime) {
    const useless = fromRun !== undefined ? '--from-run' : length !== undefined ? '--for' : null
    if (useless !== null) throw new UsageError(`${useless} is of use with --real-time only`)
    return null
  }
  const forMs = length === undefined ? null : readStretchMs('--for', length)
  if (forMs === 0) throw new UsageError(`--for: '${length ?? ''}' must be above 0`)
  return { fromRun: fromRun ?? null, forMs }
}
