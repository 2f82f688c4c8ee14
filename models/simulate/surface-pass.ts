import type { Arrivals } from '../arrivals/arrivals.ts'
import { ReuseSurface } from '../pool/reuse-surface.ts'
import { RandomStream } from '../random/random-stream.ts'
import { PodRequests } from './pod-requests.ts'
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
  /** What is counted: what happens in [fromMs, toMs). */
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
  const surface = new ResponseSurface(options.idleTimeoutsMs, options.maxIdleLimit)
  const record: Recorder = (cells, dueMs, endsMs) => surface.recordAll(cells, dueMs, endsMs)
  for (const own of passOver(options, record)) surface.reuse.add(own.counts)
  return surface
}

/** The same without response times, which take most of a pass's memory and some of its time. */
export function reuseSurfacePass(options: SurfacePassOptions): ReuseSurface {
  const surface = new ReuseSurface(options.idleTimeoutsMs, options.maxIdleLimit)
  for (const own of passOver(options, null)) surface.add(own.counts)
  return surface
}

type Recorder = (cells: Int32Array, dueMs: Float64Array, endsMs: Float64Array) => void

/** @returns the surface of each pod */
function passOver(options: SurfacePassOptions, record: Recorder | null): ReuseSurface[] {
  const { arrivals, fromMs, toMs, leadFromMs } = options
  const pods = Array.from(
    { length: options.pods },
    () => new PodRequests(new ReuseSurface(options.idleTimeoutsMs, options.maxIdleLimit)),
  )
  const server = new ServerQueue(options.system.slots)
  const stream = new RandomStream(options.seed, 'service', Math.floor(fromMs))
  const { rttMs, serviceMs } = options.system
  /** The pod that the next request belongs to. */
  let turn = 0
  for (let chunkMs = leadFromMs; chunkMs < toMs;) {
    const lengthMs = chunkLengthMs(arrivals.ratePerSecond(chunkMs))
    const endMs = Math.min(chunkMs + lengthMs, chunkMs < fromMs ? fromMs : toMs)
    const dueMs = arrivals.between(chunkMs, endMs)
    const endsMs = new Float64Array(dueMs.length)
    serviceMs.drawInto(stream, endsMs, dueMs.length)
    for (let i = 0; i < dueMs.length; i++) {
      endsMs[i] = server.serve((dueMs[i] as number) + rttMs / 2, endsMs[i] as number) + rttMs / 2
    }
    for (const [pod, own] of pods.entries()) {
      const first = (pod + pods.length - turn) % pods.length
      const ownDueMs = everyNth(dueMs, first, pods.length)
      const ownEndsMs = everyNth(endsMs, first, pods.length)
      const cells = own.pass(ownDueMs, ownEndsMs, chunkMs, endMs)
      if (chunkMs >= fromMs) record?.(cells, ownDueMs, ownEndsMs)
      if (endMs === fromMs) own.surface.resetCounts()
    }
    turn = (turn + dueMs.length) % pods.length
    chunkMs = endMs
  }
  return pods.map(({ surface }) => surface)
}

function everyNth(values: Float64Array, first: number, n: number): Float64Array {
  if (n === 1) return values
  const own = new Float64Array(Math.ceil(Math.max(0, values.length - first) / n))
  for (let i = 0; i < own.length; i++) own[i] = values[first + i * n] as number
  return own
}

/** Whole seconds with some thousand arrivals: what is done once a chunk is cheap then, and the cache holds them. */
function chunkLengthMs(ratePerSecond: number): number {
  return 1000 * Math.min(Math.max(1, Math.floor(CHUNK_ARRIVALS / ratePerSecond)), 60)
}

const CHUNK_ARRIVALS = 8192
