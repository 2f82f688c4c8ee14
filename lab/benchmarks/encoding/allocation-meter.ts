import { GCProfiler, getHeapStatistics } from 'node:v8'

/** What something cost this process. */
export interface Cost {
  /** Of all threads, those of the collector too, in µs. */
  readonly cpuUs: number
  /** Objects and buffers, in bytes. */
  readonly allocatedBytes: number
}

/**
 * Runs something and adds up what was allocated: how much more there was at each garbage collection than after the one
 * before it, and at the end than after the last. Memory outside of the heap, which is that of large buffers, is known
 * less closely: what was both allocated and freed between two looks is missed.
 */
export async function costOf(run: () => Promise<void> | void): Promise<Cost> {
  const profiler = new GCProfiler()
  profiler.start()
  const cpuBefore = process.cpuUsage()
  let before = memoryNow()
  let allocatedBytes = 0
  await run()
  const { user, system } = process.cpuUsage(cpuBefore)
  const end = memoryNow()
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    allocatedBytes += growth(before, beforeGC.heapStatistics)
    before = afterGC.heapStatistics
  }
  return { cpuUs: user + system, allocatedBytes: allocatedBytes + growth(before, end) }
}

interface Memory {
  readonly usedHeapSize: number
  /** Of buffers. */
  readonly externalMemory: number
}

function growth(before: Memory, after: Memory): number {
  const heap = after.usedHeapSize - before.usedHeapSize
  const external = after.externalMemory - before.externalMemory
  return Math.max(0, heap) + Math.max(0, external)
}

function memoryNow(): Memory {
  const { used_heap_size: usedHeapSize, external_memory: externalMemory } = getHeapStatistics()
  return { usedHeapSize, externalMemory }
}
