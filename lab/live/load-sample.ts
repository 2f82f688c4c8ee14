import type { LoadProgress } from '../../workers/messages.ts'

/** How a stretch of load stands: counts since its warm-up ended, percentiles of the requests completed so far. */
export interface LoadSample extends Omit<LoadProgress, 'kind'> {
  /** Users wait for their answers, so that no rate is offered. */
  readonly closed?: boolean
}

/** How all threads together stand: counts are added, of percentiles the worst is shown. */
export function mergeLoadProgress(threads: readonly LoadSample[]): LoadSample {
  const total = (of: (thread: LoadSample) => number) => threads.reduce((sum, thread) => sum + of(thread), 0)
  const worst = (of: (thread: LoadSample) => number) => {
    const known = threads.map(of).filter((value) => !Number.isNaN(value))
    return known.length === 0 ? Number.NaN : Math.max(...known)
  }
  return {
    due: total(({ due }) => due),
    completed: total(({ completed }) => completed),
    failed: total(({ failed }) => failed),
    dropped: total(({ dropped }) => dropped),
    p50Ms: worst(({ p50Ms }) => p50Ms),
    p99Ms: worst(({ p99Ms }) => p99Ms),
    latenessP99Ms: worst(({ latenessP99Ms }) => latenessP99Ms),
    open: total(({ open }) => open),
    idle: total(({ idle }) => idle),
    busy: total(({ busy }) => busy),
    dialed: total(({ dialed }) => dialed),
  }
}
