import { ReuseSurface, type ReuseSurfaceCounts } from '../pool/reuse-surface.ts'

/**
 * Response times for every pair of idle timeout and idle cap, beside the dials of the reuse surface: each
 * request is filed under the gap and depth that decide whether it reuses a connection, and under the time that
 * it takes when it does. Times are kept in buckets of 1.6 % or less.
 */
export class ResponseSurface {
  readonly reuse: ReuseSurface
  readonly #counts: Uint32Array

  constructor(idleTimeoutsMs: readonly number[], maxIdleLimit: number) {
    this.reuse = new ReuseSurface(idleTimeoutsMs, maxIdleLimit)
    this.#counts = new Uint32Array((idleTimeoutsMs.length + 1) * (maxIdleLimit + 2) * BUCKETS)
  }

  /** Files the request of the last `reuse.up`: how long it takes on a connection that is open. */
  record(responseMs: number): void {
    this.#counts[this.reuse.cell * BUCKETS + bucketOf(responseMs)]!++
  }

  /** Files many requests: the cells that `ReuseSurface.feed` gave them, when they are due, and when they end. */
  recordAll(cells: Int32Array, dueMs: Float64Array, endsMs: Float64Array): void {
    const counts = this.#counts
    for (let i = 0; i < cells.length; i++) {
      const responseMs = (endsMs[i] as number) - (dueMs[i] as number)
      counts[(cells[i] as number) * BUCKETS + bucketOf(responseMs)]!++
    }
  }

  /** Forgets what was counted, but not which connections are idle. */
  resetCounts(): void {
    this.reuse.resetCounts()
    this.#counts.fill(0)
  }

  add(counts: ResponseSurfaceCounts): void {
    this.reuse.add(counts.reuse)
    if (counts.responses.length !== this.#counts.length)
      throw new RangeError('the surfaces have different grids')
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i]! += counts.responses[i] as number
  }

  get counts(): ResponseSurfaceCounts {
    return { reuse: this.reuse.counts, responses: this.#counts }
  }

  /**
   * Every cell of the grid.
   *
   * @param dialMs what a request that dials waits longer
   * @returns cells by idle timeout, then by idle cap from 1
   */
  cells(dialMs: number): SurfaceCell[] {
    const { idleTimeoutsMs, maxIdleLimit } = this.reuse
    const all = new Float64Array(BUCKETS)
    for (let i = 0; i < this.#counts.length; i++) all[i % BUCKETS]! += this.#counts[i] as number
    const requests = all.reduce((sum, count) => sum + count, 0)
    const reusing = Array.from({ length: maxIdleLimit + 1 }, () => new Float64Array(BUCKETS))
    const cells: SurfaceCell[] = []
    for (const [timeoutIndex, idleTimeoutMs] of idleTimeoutsMs.entries()) {
      const upTo = new Float64Array(BUCKETS)
      for (let maxIdle = 1; maxIdle <= maxIdleLimit; maxIdle++) {
        const own = reusing[maxIdle] as Float64Array
        const from = (timeoutIndex * (maxIdleLimit + 2) + maxIdle) * BUCKETS
        for (let b = 0; b < BUCKETS; b++) {
          own[b]! += this.#counts[from + b] as number
          upTo[b]! += own[b] as number
        }
        cells.push({
          idleTimeoutMs,
          maxIdle,
          requests,
          dials: this.reuse.dials(timeoutIndex, maxIdle),
          idleSeconds: this.reuse.idleMs(timeoutIndex, maxIdle) / 1000,
          ...describeMixture(upTo, all, requests, dialMs),
        })
      }
    }
    return cells
  }
}

export interface ResponseSurfaceCounts {
  readonly reuse: ReuseSurfaceCounts
  readonly responses: Uint32Array
}

/** What one pair of settings is estimated to do over the whole stretch, all pods together. */
export interface SurfaceCell {
  readonly idleTimeoutMs: number
  readonly maxIdle: number
  readonly requests: number
  readonly dials: number
  readonly idleSeconds: number
  readonly meanMs: number
  readonly p99Ms: number
}

/** 64 buckets per power of two of µs: linear up to 128 µs, relative width at most 1/64 above. */
const SUB_BUCKETS = 64
const BUCKETS = 22 * SUB_BUCKETS
const HIGHEST_US = bucketLowUs(BUCKETS) - 1

function bucketOf(ms: number): number {
  const us = Math.min(Math.max(0, Math.round(ms * 1000)), HIGHEST_US)
  if (us < 2 * SUB_BUCKETS) return us
  const shift = 25 - Math.clz32(us)
  return shift * SUB_BUCKETS + (us >>> shift)
}

function bucketLowUs(bucket: number): number {
  if (bucket < 2 * SUB_BUCKETS) return bucket
  const shift = Math.floor(bucket / SUB_BUCKETS) - 1
  return (bucket - shift * SUB_BUCKETS) * 2 ** shift
}

const MIDDLE_MS = Float64Array.from(
  { length: BUCKETS },
  (_, bucket) => (bucketLowUs(bucket) + bucketLowUs(bucket + 1)) / 2000,
)

/** Mean and 99th percentile of: the reusing requests as they are, and all others later by `dialMs`. */
function describeMixture(
  reusing: Float64Array,
  all: Float64Array,
  requests: number,
  dialMs: number,
): { meanMs: number; p99Ms: number } {
  let sumMs = 0
  let reused = 0
  for (let b = 0; b < BUCKETS; b++) {
    sumMs += (all[b] as number) * (MIDDLE_MS[b] as number)
    reused += reusing[b] as number
  }
  const meanMs = (sumMs + (requests - reused) * dialMs) / requests
  const slow = requests - Math.ceil(0.99 * requests)
  let above = 0
  let late = BUCKETS - 1
  for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
    // Dialing requests from the slowest on, as long as they end after reusing ones of this bucket would.
    while (late >= 0 && (MIDDLE_MS[late] as number) + dialMs >= (MIDDLE_MS[bucket] as number)) {
      above += (all[late] as number) - (reusing[late] as number)
      if (above > slow) return { meanMs, p99Ms: (MIDDLE_MS[late] as number) + dialMs }
      late--
    }
    above += reusing[bucket] as number
    if (above > slow) return { meanMs, p99Ms: MIDDLE_MS[bucket] as number }
  }
  return { meanMs, p99Ms: Number.NaN }
}
