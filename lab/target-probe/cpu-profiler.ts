import type { CpuProfile, CpuProfileNode } from '../../models/profile/cpu-profile.ts'
import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'
import type { RecordedCpuProfile } from '../../models/profile/recorded-cpu-profile.ts'
import { AdminError } from './admin-error.ts'
import { epochMs } from './epoch-clock.ts'
import { InspectorSession } from './inspector-session.ts'
import { Lease } from './lease.ts'
import { SourceFrames } from './source-frames.ts'
import { asUnavailable } from './unavailable.ts'

const MOST_PROFILE_MINUTES = 10

const WHAT = 'CPU profiling'

/** CPU profiles of this process's main thread. One at a time; one that nobody stops ends after 10 minutes. */
export class CpuProfiler {
  readonly #blocksSince: (epochMs: number) => readonly EventLoopBlock[]
  readonly #session: InspectorSession
  readonly #lease = new Lease(MOST_PROFILE_MINUTES * 60_000, () => this.#abandon())
  #startedAtEpochMs: number | null = null

  /** @param blocksSince blocks of the event loop that ended after a moment */
  constructor(
    blocksSince: (epochMs: number) => readonly EventLoopBlock[],
    session: InspectorSession = new InspectorSession(),
  ) {
    this.#blocksSince = blocksSince
    this.#session = session
  }

  /**
   * @param intervalUs between two samples
   * @throws AdminError 409 while a profile is being taken, 501 where the runtime cannot
   */
  async start(intervalUs: number): Promise<void> {
    if (this.#startedAtEpochMs !== null) throw new AdminError(409, 'a CPU profile is being taken already')
    this.#startedAtEpochMs = epochMs()
    try {
      await this.#session.post('Profiler.enable')
      await this.#session.post('Profiler.setSamplingInterval', { interval: intervalUs })
      // V8 takes the start time before it does anything else, which takes many times longer.
      this.#startedAtEpochMs = epochMs()
      await this.#session.post('Profiler.start')
      this.#lease.renew()
    } catch (error) {
      this.#startedAtEpochMs = null
      throw asUnavailable(error, WHAT)
    }
  }

  /**
   * @throws AdminError 409 when no profile is being taken, or not any more
   */
  async stop(): Promise<RecordedCpuProfile> {
    const startedAtEpochMs = this.#startedAtEpochMs
    if (startedAtEpochMs === null) {
      throw new AdminError(
        409,
        `no CPU profile is being taken; one ends by itself after ${MOST_PROFILE_MINUTES} minutes`,
      )
    }
    this.#startedAtEpochMs = null
    this.#lease.end()
    const { profile } = await this.#session.post<{ profile: CpuProfile }>('Profiler.stop')
    const endedAtEpochMs = startedAtEpochMs + (profile.endTime - profile.startTime) / 1000
    return {
      profile: withSources(profile),
      startedAtEpochMs,
      blocks: this.#blocksSince(startedAtEpochMs).filter((block) => block.startedAtEpochMs < endedAtEpochMs),
    }
  }

  close(): void {
    this.#lease.end()
    this.#startedAtEpochMs = null
    this.#session.close()
  }

  #abandon(): void {
    this.#startedAtEpochMs = null
    this.#session.post('Profiler.stop').catch(() => {})
  }
}

/** V8's ticks by line are lines of the compiled code: kept where that is the source. */
function withSources(profile: CpuProfile): CpuProfile {
  const sources = new SourceFrames()
  const nodes = profile.nodes.map(({ id, callFrame, hitCount, children, positionTicks }): CpuProfileNode => {
    const source = sources.toSource(callFrame)
    return {
      id,
      callFrame: source,
      ...(hitCount === undefined ? {} : { hitCount }),
      ...(children === undefined ? {} : { children }),
      ...(source === callFrame && positionTicks !== undefined ? { positionTicks } : {}),
    }
  })
  const { startTime, endTime, samples, timeDeltas } = profile
  return {
    nodes,
    startTime,
    endTime,
    ...(samples === undefined ? {} : { samples }),
    ...(timeDeltas === undefined ? {} : { timeDeltas }),
  }
}
