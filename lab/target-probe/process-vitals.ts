import { readdir } from 'node:fs/promises'
import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'
import { countActiveResources, countSockets } from './count-resources.ts'
import { readCounters } from './counters.ts'
import { EventLoopDelayMonitor } from './event-loop-delay.ts'
import { GcPauseWatch } from './gc-pauses.ts'

export type Vitals = Omit<
  TargetSample,
  'atEpochMs' | 'runtime' | 'openConnections' | 'acceptedConnections' | 'requestsReceived'
>

/** What this process can tell about itself; figures that the runtime or the system does not have are null. */
export class ProcessVitals {
  readonly #gc: GcPauseWatch | null
  readonly #eventLoop = new EventLoopDelayMonitor()

  private constructor(gc: GcPauseWatch | null) {
    this.#gc = gc
  }

  /** Finds out what the runtime can observe; elsewhere than on Node this takes a few ms and blocks for parts of them. */
  static async start(): Promise<ProcessVitals> {
    return new ProcessVitals(await GcPauseWatch.start())
  }

  get knowsPauses(): boolean {
    return this.#gc !== null
  }

  async sample(): Promise<Vitals> {
    // Before anything here waits for the file system, which is a resource as well.
    const resources = countActiveResources()
    const memory = process.memoryUsage()
    const cpu = process.cpuUsage()
    return {
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed > 0 ? memory.heapUsed : null,
      heapTotalBytes: memory.heapTotal > 0 ? memory.heapTotal : null,
      // The contents of array buffers are part of it.
      externalBytes: memory.external > 0 ? memory.external : null,
      allocatedBytes: this.#gc?.allocatedBytes ?? null,
      gc: this.#gc?.pauses ?? null,
      eventLoopDelayMs: this.#eventLoop.delayMs,
      openFileDescriptors: await countOwnFileDescriptors(),
      sockets: resources === null ? null : countSockets(resources),
      activeResources: resources,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      counters: readCounters(),
    }
  }

  /** Blocks of the event loop that ended after a moment, in order of time. */
  blocksSince(epochMs: number): EventLoopBlock[] {
    return this.#eventLoop.blocksSince(epochMs)
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
