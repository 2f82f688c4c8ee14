import type { Arrivals } from '../arrivals/arrivals.ts'
import { RandomStream } from '../random/random-stream.ts'
import { ResponseSurface } from './response-surface.ts'
import { ServerQueue } from './server-queue.ts'
import type { SystemModel } from './system-model.ts'

export interface SurfacePassOptions {
  readonly arrivals: Arrivals
  readonly system: SystemModel
  readonly pods: number
  readonly idleTimeoutsMs: readonly number[]
  readonly maxIdleLimit: number
  readonly seed: number
  /** What is counted: arrivals in [fromMs, toMs). */
  readonly fromMs: number
  readonly toMs: number
  /** Where to begin, so that the pools are as the time before would have left them; ≤ fromMs. */
  readonly leadFromMs: number
}

/**
 * One pass over a stretch of traffic that gives dials, idle time and response times for every pair of idle
 * timeout and idle cap: arrivals meet the server's queue, and how many requests each pod has under way goes
 * into the surface. All pods share the surface, each with levels of its own.
 */
export function surfacePass(options: SurfacePassOptions): ResponseSurface {
  const { arrivals, pods, fromMs, toMs, leadFromMs } = options
  const surfaces = Array.from(
    { length: pods },
    () => new ResponseSurface(options.idleTimeoutsMs, options.maxIdleLimit),
  )
  const underWay = Array.from({ length: pods }, () => new CompletionHeap())
  const server = new ServerQueue(options.system.slots)
  const service = new RandomStream(options.seed, 'service', Math.floor(fromMs))
  const { rttMs, serviceMs } = options.system
  let pod = 0
  for (let chunkMs = leadFromMs; chunkMs < toMs;) {
    const endMs = Math.min(chunkMs + CHUNK_MS, chunkMs < fromMs ? fromMs : toMs)
    const dueMs = arrivals.between(chunkMs, endMs)
    for (let i = 0; i < dueMs.length; i++) {
      const atMs = dueMs[i] as number
      const surface = surfaces[pod] as ResponseSurface
      const completions = underWay[pod] as CompletionHeap
      while (completions.earliestMs <= atMs) surface.reuse.down(completions.take())
      const endsMs = server.serve(atMs + rttMs / 2, serviceMs.draw(service)) + rttMs / 2
      completions.add(endsMs)
      surface.reuse.up(atMs)
      surface.record(endsMs - atMs)
      if (++pod === pods) pod = 0
    }
    chunkMs = endMs
    if (chunkMs === fromMs) for (const surface of surfaces) surface.resetCounts()
  }
  const first = surfaces[0] as ResponseSurface
  for (const other of surfaces.slice(1)) first.add(other.counts)
  return first
}

const CHUNK_MS = 60_000

/** Ends of requests under way, the earliest first. */
class CompletionHeap {
  #endMs = new Float64Array(64)
  #size = 0

  get earliestMs(): number {
    return this.#size === 0 ? Infinity : (this.#endMs[0] as number)
  }

  add(endMs: number): void {
    if (this.#size === this.#endMs.length) {
      const larger = new Float64Array(2 * this.#size)
      larger.set(this.#endMs)
      this.#endMs = larger
    }
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((this.#endMs[parent] as number) <= endMs) break
      this.#endMs[at] = this.#endMs[parent] as number
      at = parent
    }
    this.#endMs[at] = endMs
  }

  take(): number {
    const earliest = this.#endMs[0] as number
    const value = this.#endMs[--this.#size] as number
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && (this.#endMs[child + 1] as number) < (this.#endMs[child] as number))
        child++
      if ((this.#endMs[child] as number) >= value) break
      this.#endMs[at] = this.#endMs[child] as number
      at = child
    }
    this.#endMs[at] = value
    return earliest
  }
}
