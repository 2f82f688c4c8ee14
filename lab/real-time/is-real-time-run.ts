import { RunDirectory } from '../run-directory.ts'
import { recordedKind } from '../run-record.ts'
import { REAL_TIME } from './real-time-options.ts'

/** What is asked of `run`. */
interface AskedRun {
  /** `null` or absent where not asked for. */
  readonly realTime?: object | null
  /** Path or name of a run to go on with. */
  readonly resume: string | null
  /** Where runs are kept. */
  readonly root: string
}

/** Whether a run in real time is to be begun, or gone on with. */
export async function isRealTimeRun({ realTime = null, resume, root }: AskedRun): Promise<boolean> {
  if (realTime !== null) return true
  if (resume === null) return false
  // Whoever goes on with a run says what is wrong where there is none.
  const found = await RunDirectory.find(resume, root).catch(() => null)
  return found !== null && recordedKind(found.record) === REAL_TIME
}
