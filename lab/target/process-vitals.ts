import { readdir } from 'node:fs/promises'
import type { TargetSample } from '../../models/measurement/target-sample.ts'
import { EventLoopDelayMonitor } from './event-loop-delay.ts'
import { GcPauseWatch } from './gc-pauses.ts'

export type Vitals = Pick<
  TargetSample,
  'rssBytes' | 'heapUsedBytes' | 'gc' | 'eventLoopDelayMs' | 'openFileDescriptors' | 'cpuSeconds'
>

/** What this process can tell about itself; figures that the runtime or the system does not have are null. */
export class ProcessVitals {
  readonly #gc: GcPauseWatch | null
  readonly #eventLoop = new EventLoopDelayMonitor()

  private constructor(gc: GcPauseWatch | null) {
    this.#gc = gc
  }

  /** Probes what the runtime can observe, which takes a few ms and blocks for parts of them. */
  static async start(): Promise<ProcessVitals> {
    return new ProcessVitals(await GcPauseWatch.start())
  }

  async sample(): Promise<Vitals> {
    const memory = process.memoryUsage()
    const cpu = process.cpuUsage()
    return {
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed > 0 ? memory.heapUsed : null,
      gc: this.#gc?.pauses ?? null,
      eventLoopDelayMs: this.#eventLoop.delayMs,
      openFileDescriptors: await countOwnFileDescriptors(),
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
    }
  }

  stop(): void {
    this.#gc?.stop()
    this.#eventLoop.stop()
  }
}

async function countOwnFileDescriptors(): Promise<number | null> {
  try {
    const names = await readdir('/proc/self/fd')
    // One of them is the directory being read.
    return names.length - 1
  } catch {
    return null
  }
}
