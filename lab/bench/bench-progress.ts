import type { LoadProgress } from '../../workers/messages.ts'
import { type LoadSample, mergeLoadProgress } from '../live/load-sample.ts'

/** How a bench stands: counts and times of the measured stretch alone, of all threads; the worst of percentiles. */
export interface BenchProgress extends LoadSample {
  /** Since the start, warm-up included and pauses not. */
  readonly elapsedMs: number
  /** Of warm-up and measured stretch together, as planned. */
  readonly durationMs: number
  readonly warmingUp: boolean
  /** How many times as fast as planned it goes; 0 is a pause. */
  readonly factor: number
}

export interface BenchMoment {
  /** Since the start, without pauses. */
  readonly elapsedMs: number
  readonly warmupMs: number
  /** Of the measured stretch. */
  readonly durationMs: number
  readonly factor: number
}

/** How all threads together stand: counts are added, of percentiles the worst is shown. */
export function mergeProgress(threads: readonly LoadProgress[], moment: BenchMoment): BenchProgress {
  return {
    ...mergeLoadProgress(threads),
    elapsedMs: moment.elapsedMs,
    durationMs: moment.warmupMs + moment.durationMs,
    warmingUp: moment.elapsedMs < moment.warmupMs,
    factor: moment.factor,
  }
}
