import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { throwIfAborted } from '../interrupted.ts'
import type { Progress } from '../progress.ts'

/** Arrivals that follow one another, at least one. */
export interface ScheduleChunk {
  readonly dueMs: Float64Array
  /** How long each takes to serve, in ms, where it was recorded. */
  readonly serviceMs: Float64Array | null
}

export interface ScheduleWalk {
  readonly arrivals: Arrivals
  readonly recordedServiceMs: Float64Array | null
  /** What is done with the arrivals, for the progress. */
  readonly task: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Takes a whole schedule through something chunk by chunk, in bounded memory, with pauses in which an interrupt is
 * heard.
 *
 * @returns how many arrivals there were
 * @throws the signal's reason once it is aborted
 */
export async function throughSchedule(
  { arrivals, recordedServiceMs, task, progress, signal }: ScheduleWalk,
  take: (chunk: ScheduleChunk) => void,
): Promise<number> {
  const { durationMs } = arrivals
  const pause = new Pause(signal)
  let requests = 0
  for (let fromMs = 0; fromMs < durationMs;) {
    const toMs = Math.min(fromMs + chunkLengthMs(arrivals, fromMs), durationMs)
    const dueMs = arrivals.between(fromMs, toMs)
    if (dueMs.length > 0) {
      take({ dueMs, serviceMs: recordedServiceMs?.subarray(requests, requests + dueMs.length) ?? null })
    }
    requests += dueMs.length
    fromMs = toMs
    progress.show(
      `${task}: ${Math.floor((100 * toMs) / durationMs)} % of the schedule, ${(requests / 1e6).toFixed(1)} million requests`,
    )
    await pause.whenDue()
  }
  return requests
}

const EVERY_MS = 50

/** Lets the event loop turn now and then in a long computation. */
class Pause {
  readonly #signal: AbortSignal
  #lastMs = performance.now()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** @throws the signal's reason once it is aborted */
  async whenDue(): Promise<void> {
    if (performance.now() - this.#lastMs < EVERY_MS) return
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    this.#lastMs = performance.now()
    throwIfAborted(this.#signal)
  }
}

const CHUNK_ARRIVALS = 65_536
const LONGEST_CHUNK_MS = 60_000
const SHORTEST_CHUNK_MS = 250

function chunkLengthMs(arrivals: Arrivals, fromMs: number): number {
  const lastMs = Math.min(fromMs + LONGEST_CHUNK_MS, arrivals.durationMs) - 1
  const rate = Math.max(arrivals.ratePerSecond(fromMs), arrivals.ratePerSecond(lastMs))
  const wantedMs = (1000 * CHUNK_ARRIVALS) / rate
  return Math.min(LONGEST_CHUNK_MS, Math.max(SHORTEST_CHUNK_MS, wantedMs))
}
