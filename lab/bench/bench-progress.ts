import type { LoadProgress } from '../../workers/messages.ts'

/** How a bench stands: counts and times of the measured stretch alone, of all threads; the worst of percentiles. */
export interface BenchProgress extends Omit<LoadProgress, 'kind'> {
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
  const total = (of: (progress: LoadProgress) => number) =>
    threads.reduce((sum, progress) => sum + of(progress), 0)
  const worst = (of: (progress: LoadProgress) => number) => {
    const known = threads.map(of).filter((value) => !Number.isNaN(value))
    return known.length === 0 ? Number.NaN : Math.max(...known)
  }
  return {
    elapsedMs: moment.elapsedMs,
    durationMs: moment.warmupMs + moment.durationMs,
    warmingUp: moment.elapsedMs < moment.warmupMs,
    due: total(({ due }) => due),
    completed: total(({ completed }) => completed),
    failed: total(({ failed }) => failed),
    dropped: total(({ dropped }) => dropped),
    p50Ms: worst(({ p50Ms }) => p50Ms),
    p99Ms: worst(({ p99Ms }) => p99Ms),
    latenessP99Ms: worst(({ latenessP99Ms }) => latenessP99Ms),
    open: total(({ open }) => open),
    idle: total(({ idle }) => idle),
    factor: moment.factor,
  }
}
