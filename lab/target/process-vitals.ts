import { readdir } from 'node:fs/promises'
import type { TargetSample } from '../../models/measurement/target-sample.ts'
import { EventLoopDelayMonitor } from './event-loop-delay.ts'
import { GcPauseObserver } from './gc-pauses.ts'

export type Vitals = Pick<
  TargetSample,
  'rssBytes' | 'heapUsedBytes' | 'gc' | 'eventLoopDelayMs' | 'openFileDescriptors' | 'cpuSeconds'
>

/** What this process can tell about itself; figures that the runtime or the system does not have are null. */
export class ProcessVitals {
  readonly #gc: GcPauseObserver | null
  readonly #eventLoop: EventLoopDelayMonitor | null

  private constructor(gc: GcPauseObserver | null, eventLoop: EventLoopDelayMonitor | null) {
    this.#gc = gc
    this.#eventLoop = eventLoop
  }

  /** Probes what the runtime can observe, which takes about 0.1 s and blocks for parts of it. */
  static async start(): Promise<ProcessVitals> {
    const eventLoop = await EventLoopDelayMonitor.start()
    return new ProcessVitals(await GcPauseObserver.start(), eventLoop)
  }

  async sample(): Promise<Vitals> {
    const memory = process.memoryUsage()
    const cpu = process.cpuUsage()
    return {
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
      gc: this.#gc?.pauses ?? null,
      eventLoopDelayMs: this.#eventLoop?.delayMs ?? null,
      openFileDescriptors: await countOwnFileDescriptors(),
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
    }
  }

  stop(): void {
    this.#gc?.stop()
    this.#eventLoop?.stop()
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
