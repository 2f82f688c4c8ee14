import { LatencyHistogram } from '../../../models/measurement/latency-histogram.ts'
import { systemDeadlineClock } from '../../target/deadline-clock.ts'
import type { ReplayClient } from './replay-client.ts'
import type { ReplayTrace } from './replay-trace.ts'
import { pathOf } from './wished-answer.ts'

/** What a play of a trace on sockets gave. */
export interface Played {
  /** End of response − handed to the client, of the requests that were answered. */
  readonly response: LatencyHistogram
  /** When each request was handed to the client, in ms from the start; ascending. */
  readonly handedMs: Float64Array
  /** Handed to the client − due: the driver's own fault, and no part of the response time. */
  readonly lateness: LatencyHistogram
  /** Response time − wished service time, of each request that was answered. */
  readonly overheadMs: readonly number[]
  readonly failures: readonly string[]
}

const LEAD_MS = 20

/** Sends each request when it is due, whether or not earlier ones were answered; resolves after the last answer. */
export async function playTrace(
  client: ReplayClient,
  { dueMs, serviceMs }: ReplayTrace,
  hintSeconds: number | null,
): Promise<Played> {
  const response = new LatencyHistogram()
  const lateness = new LatencyHistogram()
  const handedMs = new Float64Array(dueMs.length)
  const failures: string[] = []
  const answers: Promise<void>[] = []
  const overheadMs: number[] = []
  const startMs = performance.now() + LEAD_MS
  const send = async (i: number): Promise<void> => {
    const service = serviceMs[i] as number
    const sentMs = performance.now()
    handedMs[i] = sentMs - startMs
    lateness.record(sentMs - startMs - (dueMs[i] as number))
    try {
      await client.get(pathOf({ serviceMs: service, hintSeconds, close: false }))
      const responseMs = performance.now() - sentMs
      response.record(responseMs)
      overheadMs.push(responseMs - service)
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  for (let next = 0; next < dueMs.length;) {
    await reached(startMs + (dueMs[next] as number))
    while (next < dueMs.length && startMs + (dueMs[next] as number) <= performance.now()) {
      answers.push(send(next++))
    }
  }
  await Promise.all(answers)
  return { handedMs, response, lateness, overheadMs, failures }
}

function reached(deadlineMs: number): Promise<void> {
  return new Promise((resolve) => systemDeadlineClock.wakeAt(deadlineMs, resolve))
}
