import type { TargetSample } from '../../models/measurement/target-sample.ts'
import { TargetSampler } from '../telemetry/target-sampler.ts'
import type { HotPathSource } from './hot-path-source.ts'
import { pause } from './pause.ts'
import type { TakenProfile } from './profiler.ts'
import { startProfiler } from './start-profiler.ts'

/** What a target told while load went on. */
export interface HotPathRecord extends TakenProfile {
  /** In order of time; the first from before the stretch, the last from after it; none of a target that tells nothing. */
  readonly samples: readonly TargetSample[]
}

export interface HotPathStretch<Sent> {
  /** From the beginning of the load until figures count; the profiler is on before. */
  readonly warmupMs: number
  readonly measuredMs: number
  /** Sends the load. @param begun to be called when requests go out */
  readonly send: (begun: () => void) => Promise<Sent>
}

/**
 * A loop that stands still while its profiler is started is no finding: for as long as figures of a delay reach back, plus
 * the time between two of them.
 */
const DELAY_REACHES_MS = 1100

/**
 * Records what a target does under load: a CPU profile, its figures, and for Go its heap and goroutines. What cannot be had
 * is told in the record, and does not end the load.
 *
 * @throws what sending throws; nothing is profiled any more then
 */
export async function recordHotPaths<Sent>(
  source: HotPathSource,
  { warmupMs, measuredMs, send }: HotPathStretch<Sent>,
): Promise<{ readonly sent: Sent; readonly record: HotPathRecord }> {
  const sampler = new TargetSampler(source.telemetry)
  const loadEnded = new AbortController()
  const startedAtEpochMs = Date.now()
  const profiler = await startProfiler(source)
  const readyAtEpochMs = Date.now()
  let watching = Promise.resolve()
  const watch = async (): Promise<void> => {
    await pause(warmupMs, loadEnded.signal)
    await sampler.sample()
    sampler.start()
    await profiler.take(measuredMs, loadEnded.signal)
    sampler.stop()
    await sampler.sample()
    await profiler.stop()
  }
  try {
    const sent = await send(() => {
      watching = watch()
    })
    loadEnded.abort()
    await watching
    const taken = await profiler.finish()
    const samples = withoutStart(sampler.samples, startedAtEpochMs, readyAtEpochMs)
    return { sent, record: { ...taken, samples } }
  } finally {
    loadEnded.abort()
    await watching
    sampler.stop()
    await profiler.stop()
  }
}

/** Without what the profiler's own start did to the event loop. */
function withoutStart(
  samples: readonly TargetSample[],
  startedAtEpochMs: number,
  readyAtEpochMs: number,
): TargetSample[] {
  return samples.map((sample) =>
    sample.atEpochMs >= startedAtEpochMs && sample.atEpochMs < readyAtEpochMs + DELAY_REACHES_MS
      ? { ...sample, eventLoopDelayMs: null }
      : sample,
  )
}
