import type { RecordedCpuProfile } from '../../models/profile/recorded-cpu-profile.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { pause } from './pause.ts'
import { NOTHING_TAKEN, type Profiler, type TakenProfile } from './profiler.ts'

/** The CPU profiler that the probe has in a target's process. */
export class ProbeProfiler implements Profiler {
  readonly #probe: ProbeClient
  readonly #failures: string[] = []
  #runtime: string | null = null
  #isOn = false
  #recorded: RecordedCpuProfile | null = null

  private constructor(probe: ProbeClient) {
    this.#probe = probe
  }

  /** Never throws: that it could not be started is told at the end. */
  static async start(probe: ProbeClient): Promise<ProbeProfiler> {
    const profiler = new ProbeProfiler(probe)
    await profiler.#attempt(async () => {
      profiler.#runtime = (await probe.capabilities()).runtime
      await probe.startCpuProfile()
      profiler.#isOn = true
    })
    return profiler
  }

  take(ms: number, signal: AbortSignal): Promise<void> {
    return pause(ms, signal)
  }

  async stop(): Promise<void> {
    if (!this.#isOn) return
    this.#isOn = false
    await this.#attempt(async () => {
      this.#recorded = withoutStart(await this.#probe.stopCpuProfile())
    })
  }

  finish(): Promise<TakenProfile> {
    return Promise.resolve({
      ...NOTHING_TAKEN,
      runtime: this.#runtime,
      recorded: this.#recorded,
      failures: this.#failures,
    })
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#failures.push(
        `There is no CPU profile: ${error instanceof Error ? error.message : String(error)}.`,
      )
    }
  }
}

/** The profiler stops the event loop itself while it starts. */
function withoutStart(recorded: RecordedCpuProfile): RecordedCpuProfile {
  const { startedAtEpochMs, blocks } = recorded
  return { ...recorded, blocks: blocks.filter((block) => block.startedAtEpochMs >= startedAtEpochMs) }
}
