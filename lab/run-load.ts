import { type GeneratorHealth, worstHealth } from '../models/measurement/generator-health.ts'
import { type Measurement, mergePods, unpackMeasurement } from '../models/measurement/measurement.ts'
import type { LoadOrder, LoadProgress, LoadResult, LoadTask, MeasuredLoad } from '../workers/messages.ts'
import { throwIfAborted } from './interrupted.ts'
import type { CpuUse } from './machine/cpu-use.ts'
import type { RunningLoad, WorkerPool } from './worker-pool.ts'

export interface LoadRun {
  readonly workers: WorkerPool
  /** One for each thread. */
  readonly tasks: readonly Omit<LoadTask, 'port'>[]
  /** Aborted, it ends the run at once. */
  readonly signal: AbortSignal
  /** All are ready and have been told to go. @param startAtEpochMs when that will be */
  readonly onStarted?: (controls: LoadControls, startAtEpochMs: number) => void
  /** Told now and then; by thread. */
  readonly onProgress: (progress: readonly LoadProgress[]) => void
  /**
   * Asked about once a second, with what all threads have measured so far, whether the run is to end at once; where it
   * is left out, the threads are spared the telling.
   */
  readonly endsEarly?: (soFar: Measurement) => boolean
}

export interface LoadControls {
  /** Told to every thread. */
  order(order: LoadOrder): void
}

export interface LoadOutcome {
  readonly measurement: Measurement
  readonly generator: GeneratorHealth
}

/**
 * Runs load tasks in their threads, all starting at the same moment.
 *
 * @throws what a task failed with; when the signal was aborted, or the run ended early, what was measured is
 *   a result like any other
 */
export async function runLoad(run: LoadRun): Promise<readonly LoadResult[]> {
  throwIfAborted(run.signal)
  const { endsEarly } = run
  const interim = endsEarly === undefined ? {} : { interimMs: INTERIM_MS }
  const pods = run.tasks.map((task) => run.workers.load({ ...task, ...interim }))
  const order = (each: LoadOrder): void => {
    for (const pod of pods) pod.order(each)
  }
  const stop = () => order({ kind: 'stop' })
  run.signal.addEventListener('abort', stop, { once: true })
  const results = Promise.all(pods.map((pod) => pod.result))
  results.catch(() => {})
  const ends = endsEarly === undefined ? () => false : askOfNews(pods, endsEarly)
  const ticker = setInterval(() => {
    run.onProgress(progressOf(pods))
    if (ends()) stop()
  }, TICK_MS)
  try {
    await Promise.all(pods.map((pod) => pod.ready))
    const startAtEpochMs = Date.now() + START_DELAY_MS
    order({ kind: 'go', startAtEpochMs })
    run.onStarted?.({ order }, startAtEpochMs)
    return await results
  } catch (error) {
    stop()
    await Promise.allSettled(pods.map((pod) => pod.result))
    throw error
  } finally {
    clearInterval(ticker)
    run.signal.removeEventListener('abort', stop)
  }
}

/**
 * Puts together what the threads measured.
 *
 * @param cpu since the threads began @throws RangeError when there is no thread
 */
export function mergeLoads(loads: readonly MeasuredLoad[], cpu: CpuUse): LoadOutcome {
  const polledMs = loads.reduce((sum, load) => sum + load.polledMs, 0)
  return {
    measurement: mergePods(loads.map((load) => unpackMeasurement(load.measurement))),
    generator: {
      ...worstHealth(loads.map((load) => load.generator)),
      cpuShare: cpu.share(loads.length, polledMs),
    },
  }
}

/** @returns asks where a thread has told more than when it was last called, and all have told something */
function askOfNews(pods: readonly RunningLoad[], endsEarly: (soFar: Measurement) => boolean): () => boolean {
  let seen: readonly (Measurement | null)[] = []
  return () => {
    const told = pods.map(({ interim }) => interim)
    const known = told.filter((measurement) => measurement !== null)
    const isNews = told.some((measurement, pod) => measurement !== seen[pod])
    seen = told
    return isNews && known.length === pods.length && endsEarly(mergePods(known))
  }
}

function progressOf(pods: readonly RunningLoad[]): readonly LoadProgress[] {
  return pods.flatMap(({ progress }) => (progress === null ? [] : [progress]))
}

const START_DELAY_MS = 30
const TICK_MS = 250
const INTERIM_MS = 1000
