import { exponential, lognormal } from '../../../models/random/distributions.ts'
import { RandomStream } from '../../../models/random/random-stream.ts'

/** Requests with the service time that the server is asked for: what is played and what is simulated. */
export interface ReplayTrace {
  /** Ascending, in ms from the start. */
  readonly dueMs: Float64Array
  readonly serviceMs: Float64Array
}

/** A steady trickle between clumps, so that a few connections stay warm. */
const TRICKLE_GAP_MS = 16
const CLUMP_GAP_MS = 120
const CLUMP_SPREAD_MS = 6
const CLUMP_SIZES = [3, 14] as const
const STRETCH_MS = [900, 2400] as const
const PAUSE_MS = [150, 2200] as const
const SERVICE_MS = { mean: 12, coefficientOfVariation: 0.8, least: 2, most: 40 }

/**
 * Stretches of traffic of 0.9 to 2.4 s with pauses of 0.15 to 2.2 s between them. In a stretch requests trickle in
 * at random and clumps of 3 to 14 come on top within 6 ms, about 100 requests a second over all, so that idle
 * timeouts from 0.2 to 2 s and caps from 1 to 8 all matter. Service times are lognormal, cut to 2 to 40 ms.
 *
 * @param durationMs > 0; no request is due at or after it
 */
export function replayTrace(seed: number, durationMs: number): ReplayTrace {
  const times = new RandomStream(seed, 'replay times')
  const due: number[] = []
  let fromMs = 0
  while (fromMs < durationMs) {
    const untilMs = Math.min(durationMs, fromMs + between(times, STRETCH_MS))
    addStretch(due, times, fromMs, untilMs)
    fromMs = untilMs + between(times, PAUSE_MS)
  }
  const dueMs = Float64Array.from(due).sort()
  const services = new RandomStream(seed, 'replay services')
  return { dueMs, serviceMs: dueMs.map(() => serviceTime(services)) }
}

/** The part of a trace that is due before `endMs`. */
export function traceUntil(trace: ReplayTrace, endMs: number): ReplayTrace {
  const beyond = trace.dueMs.findIndex((dueMs) => dueMs >= endMs)
  const length = beyond < 0 ? trace.dueMs.length : beyond
  return { dueMs: trace.dueMs.subarray(0, length), serviceMs: trace.serviceMs.subarray(0, length) }
}

function addStretch(due: number[], times: RandomStream, fromMs: number, untilMs: number): void {
  for (let atMs = fromMs; atMs < untilMs; atMs += exponential(times, TRICKLE_GAP_MS)) due.push(atMs)
  let clumpMs = fromMs + exponential(times, CLUMP_GAP_MS)
  while (clumpMs < untilMs) {
    const size = Math.floor(between(times, [CLUMP_SIZES[0], CLUMP_SIZES[1] + 1]))
    for (let i = 0; i < size; i++) {
      const atMs = clumpMs + CLUMP_SPREAD_MS * times.float()
      if (atMs < untilMs) due.push(atMs)
    }
    clumpMs += exponential(times, CLUMP_GAP_MS)
  }
}

function serviceTime(services: RandomStream): number {
  const { mean, coefficientOfVariation, least, most } = SERVICE_MS
  return Math.min(most, Math.max(least, lognormal(services, mean, coefficientOfVariation)))
}

function between(stream: RandomStream, [low, high]: readonly [number, number]): number {
  return low + (high - low) * stream.float()
}
