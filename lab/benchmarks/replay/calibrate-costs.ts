import { once } from 'node:events'
import { connect } from 'node:net'
import { median } from '../../../models/statistics/median.ts'
import { playTrace } from './play-trace.ts'
import type { ReplayClient } from './replay-client.ts'
import { type ReplayTrace, traceUntil } from './replay-trace.ts'
import type { ReplayEndpoint } from './running-server.ts'
import { pathOf } from './wished-answer.ts'

/** What things cost on this machine, measured just before a replay, with the client of the replay. */
export interface ReplayCosts {
  /** Round trip of a TCP handshake. */
  readonly rttMs: number
  /** From the driver to the pool and back: no connection of the pool is busy meanwhile. */
  readonly frontMs: number
  /** What requests took beyond all this and their wished service time, on connections kept, ascending. */
  readonly requestMs: Float64Array
  /** What a dial adds to a request, each of those measured, ascending. */
  readonly dialMs: Float64Array
  /** What each of several dials at once adds to the others. */
  readonly dialExclusiveMs: number
}

const SAMPLES = 40
const BURSTS = 12
const BURST_SIZE = 8
const WARM_CONNECTIONS = 24
const TRACE_PART_MS = 5_000
const SERVICE_MS = 3
const kept = pathOf({ serviceMs: SERVICE_MS, hintSeconds: null, close: false })
const closed = pathOf({ serviceMs: SERVICE_MS, hintSeconds: null, close: true })

/**
 * Measures how long requests take beyond their service time: timers that fire late, the work of both programs, the
 * turns of the event loop. The model draws from what was measured here; that late comes after late, it does not know.
 *
 * @param client keeps every connection
 */
export async function calibrateCosts(
  endpoint: ReplayEndpoint,
  client: ReplayClient,
  trace: ReplayTrace,
): Promise<ReplayCosts> {
  const { frontMs } = client
  const rttMs = await roundTripMs(endpoint)
  for (let i = 0; i < SAMPLES; i++) await burst(client, closed, BURST_SIZE)
  for (let i = 0; i < SAMPLES; i++) await burst(client, kept, WARM_CONNECTIONS)
  const played = await playTrace(client, traceUntil(trace, TRACE_PART_MS), null)
  const single = await durations(SAMPLES, () => burst(client, kept, 1))
  const together = await durations(BURSTS, () => burst(client, kept, BURST_SIZE))
  await burst(client, closed, 2 * WARM_CONNECTIONS)
  const dialing = await durations(SAMPLES, () => burst(client, closed, 1))
  const dialingTogether = await durations(BURSTS, () => burst(client, closed, BURST_SIZE))
  const dialMs = dialing.map((durationMs) => Math.max(0, durationMs - middle(single))).sort()
  return {
    rttMs,
    frontMs,
    requestMs: Float64Array.from(played.overheadMs, (ms) => Math.max(0, ms - rttMs - frontMs)).sort(),
    dialMs,
    dialExclusiveMs: exclusiveMs(BURST_SIZE, middle(dialMs), middle(dialingTogether) - middle(together)),
  }
}

/**
 * The exclusive part of a dial with which the simulator takes as long for a burst of dials as was measured: there the
 * i-th dial waits for those before it, and requests wait for all of them.
 *
 * @param meanMs what dialing adds to the mean request of a burst
 */
export function exclusiveMs(burstSize: number, dialMs: number, meanMs: number): number {
  const meanOf = (exclusive: number): number => {
    const dials = Array.from({ length: burstSize }, (_, i) =>
      Math.max(i * exclusive + dialMs, burstSize * exclusive),
    )
    return dials.reduce((sum, each) => sum + each, 0) / burstSize
  }
  let low = 0
  let high = Math.max(0, meanMs)
  for (let halvings = 0; halvings < 40; halvings++) {
    const middleMs = (low + high) / 2
    if (meanOf(middleMs) < meanMs) low = middleMs
    else high = middleMs
  }
  return low
}

function middle(values: Float64Array): number {
  return median([...values])
}

/** @returns mean duration of requests sent at once */
async function burst(client: ReplayClient, path: string, size: number): Promise<number> {
  const startMs = performance.now()
  const ends = await Promise.all(
    Array.from({ length: size }, async () => {
      await client.get(path)
      return performance.now()
    }),
  )
  return ends.reduce((sum, endMs) => sum + endMs - startMs, 0) / size
}

async function durations(count: number, measure: () => Promise<number>): Promise<Float64Array> {
  const found = new Float64Array(count)
  for (let i = 0; i < count; i++) found[i] = await measure()
  return found
}

async function roundTripMs({ host, port }: ReplayEndpoint): Promise<number> {
  const samples = await durations(SAMPLES, async () => {
    const startMs = performance.now()
    const socket = connect({ host, port })
    await once(socket, 'connect')
    const durationMs = performance.now() - startMs
    socket.destroy()
    return durationMs
  })
  return middle(samples)
}
