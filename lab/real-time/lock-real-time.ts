import { HistoryError } from '../nightly/history-error.ts'
import { LOCK_NAME, lockHistory } from '../nightly/history-lock.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Keeps a second process off a run: both would send the same minutes. A lock of a process that is gone is taken over.
 *
 * @returns gives the lock back
 * @throws UsageError when another process has it, or it cannot be made
 */
export async function lockRealTime(directory: string): Promise<() => Promise<void>> {
  try {
    return await lockHistory(directory)
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    throw new UsageError(
      `${directory} cannot be locked: another process sends it, which its file ${LOCK_NAME} names, or the folder cannot be written`,
    )
  }
}
