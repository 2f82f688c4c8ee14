import { quantileRank } from './quantile-rank.ts'

/**
 * - `late`: handed to the pool − due.
 * - `poolWait`: the wait for a connection, less the dial of the very connection that the request went out on. What a
 *   request lost on a stale connection before it was sent again is in it.
 * - `connect`, `tls`: that dial, as far as the request waited for it; looking the name up is part of `connect`.
 * - `firstByte`, `body`: sent to first byte, first byte to end.
 */
export const compositionParts = ['late', 'poolWait', 'connect', 'tls', 'firstByte', 'body'] as const

export type CompositionPart = (typeof compositionParts)[number]

/** What happened to a request when, in ms on one clock. */
export interface RequestTimes {
  readonly dueMs: number
  /** Handed to the pool. */
  readonly askedMs: number
  /** Written to a connection, for the last time. */
  readonly sentMs: number
  readonly firstByteMs: number
  /** Of the connection that it was written to, when it was the first request there; `null` when it was not. */
  readonly ownDial: OwnDial | null
}

/** When a connection was opened, in ms on the clock of its requests: begun, TCP there, ready for a request. */
export interface OwnDial {
  readonly beganMs: number
  readonly connectedMs: number
  readonly openedMs: number
}

/**
 * Where the time of completed requests went, jointly: for each size of response time the number of requests, and the
 * sum of each part over them. A sum of percentiles of parts is not the percentile of the sum, so this cannot be had
 * from a histogram of each part. Plain data, which may be posted and its buffers transferred.
 */
export interface Composition {
  /** Numbers of the buckets of response time that hold something, ascending. */
  readonly buckets: Uint16Array<ArrayBuffer>
  /** How many requests each of them holds. */
  readonly requests: Uint32Array<ArrayBuffer>
  /** Bucket by bucket, ms: one sum for each of `compositionParts`, in their order. */
  readonly sumsMs: Float64Array<ArrayBuffer>
}

/** Some requests, and the mean of each part over them in ms: together their mean response time. */
export interface MeanParts {
  readonly requests: number
  readonly partsMs: Readonly<Record<CompositionPart, number>>
}

/** Takes the times of requests apart: 33 KB, however many there are. */
export class CompositionRecorder {
  readonly #requests = new Uint32Array(BUCKETS)
  readonly #sumsMs = new Float64Array(BUCKETS * PARTS)

  /** @param endedMs end of the response; the parts add up to `endedMs − dueMs` */
  record(times: RequestTimes, endedMs: number): void {
    const { dueMs, askedMs, sentMs, firstByteMs, ownDial } = times
    const bucket = bucketOf(endedMs - dueMs)
    const sumsMs = this.#sumsMs
    const at = bucket * PARTS
    let waitMs = sentMs - askedMs
    if (ownDial !== null) {
      const connectMs = overlapMs(ownDial.beganMs, ownDial.connectedMs, askedMs, sentMs)
      const tlsMs = overlapMs(ownDial.connectedMs, ownDial.openedMs, askedMs, sentMs)
      waitMs -= connectMs + tlsMs
      sumsMs[at + 2]! += connectMs
      sumsMs[at + 3]! += tlsMs
    }
    this.#requests[bucket]! += 1
    sumsMs[at]! += askedMs - dueMs
    sumsMs[at + 1]! += waitMs
    sumsMs[at + 4]! += firstByteMs - sentMs
    sumsMs[at + 5]! += endedMs - firstByteMs
  }

  add({ buckets, requests, sumsMs }: Composition): void {
    for (const [i, bucket] of buckets.entries()) {
      this.#requests[bucket]! += requests[i] as number
      for (let part = 0; part < PARTS; part++) {
        this.#sumsMs[bucket * PARTS + part]! += sumsMs[i * PARTS + part] as number
      }
    }
  }

  /** What has been recorded so far, as a copy. */
  composition(): Composition {
    const used: number[] = []
    for (let bucket = 0; bucket < BUCKETS; bucket++) if (this.#requests[bucket] !== 0) used.push(bucket)
    const composition = emptyComposition(used.length)
    for (const [i, bucket] of used.entries()) {
      composition.buckets[i] = bucket
      composition.requests[i] = this.#requests[bucket] as number
      composition.sumsMs.set(this.#sumsMs.subarray(bucket * PARTS, (bucket + 1) * PARTS), i * PARTS)
    }
    return composition
  }
}

/** Arrays of their own, filled with zeros. */
export function emptyComposition(buckets: number): Composition {
  return {
    buckets: new Uint16Array(buckets),
    requests: new Uint32Array(buckets),
    sumsMs: new Float64Array(buckets * PARTS),
  }
}

export function mergeCompositions(parts: readonly Composition[]): Composition {
  const recorder = new CompositionRecorder()
  for (const part of parts) recorder.add(part)
  return recorder.composition()
}

/** With arrays of its own, and the buffers of these, which may be transferred. */
export function copyComposition({ buckets, requests, sumsMs }: Composition): {
  readonly copy: Composition
  readonly buffers: ArrayBuffer[]
} {
  const copy = { buckets: buckets.slice(), requests: requests.slice(), sumsMs: sumsMs.slice() }
  return { copy, buffers: [copy.buckets.buffer, copy.requests.buffer, copy.sumsMs.buffer] }
}

/**
 * Where the time of the slowest requests went: of those at the quantile and above. Requests of one bucket are not told
 * apart, so all in the bucket of the quantile count: for 0.99 that is a hundredth of the requests or more, and those
 * that are more are less than 5 % faster than the P99.
 *
 * @param quantile in [0, 1]; 0 for all requests
 * @returns `null` when there are no requests
 */
export function meanPartsFrom(composition: Composition, quantile: number): MeanParts | null {
  const { requests, sumsMs } = composition
  const all = requests.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  const wanted = all - quantileRank(quantile, all) + 1
  const totalsMs = new Float64Array(PARTS)
  let taken = 0
  for (let i = requests.length - 1; i >= 0 && taken < wanted; i--) {
    taken += requests[i] as number
    for (let part = 0; part < PARTS; part++) totalsMs[part]! += sumsMs[i * PARTS + part] as number
  }
  const means = compositionParts.map((part, i) => [part, (totalsMs[i] as number) / taken])
  return { requests: taken, partsMs: Object.fromEntries(means) as Record<CompositionPart, number> }
}

const PARTS = compositionParts.length
/** Of equal width within an octave, so that one is 5 % wide at its lowest and 2.5 % at its highest. */
const BUCKETS_PER_OCTAVE = 20
/** 32 octaves from 1 µs on; an hour is in the last but one. */
const BUCKETS = 32 * BUCKETS_PER_OCTAVE
const HIGHEST_US = 3_600_000_000

/** @param responseMs counted as 1 µs when shorter, and as an hour when longer */
function bucketOf(responseMs: number): number {
  const us = Math.min(Math.max(1, 1000 * responseMs), HIGHEST_US)
  const octave = 31 - Math.clz32(us)
  const share = us / ((1 << octave) >>> 0) - 1
  return BUCKETS_PER_OCTAVE * octave + Math.floor(BUCKETS_PER_OCTAVE * share)
}

/** Length that two stretches have in common. */
function overlapMs(fromMs: number, toMs: number, otherFromMs: number, otherToMs: number): number {
  return Math.max(0, Math.min(toMs, otherToMs) - Math.max(fromMs, otherFromMs))
}
