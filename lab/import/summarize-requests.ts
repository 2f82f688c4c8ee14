import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { quantileRank } from '../../models/measurement/quantile-rank.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import {
  type ImportedInterval,
  type ImportedLatency,
  type ImportedResult,
  unknownLatency,
} from './imported-result.ts'

/** One request, as a tool lists it. */
export interface ListedRequest {
  /** From any moment, the same for all. */
  readonly sentMs: number
  readonly latencyMs: number
  readonly isFailed: boolean
}

export type SummarizedParts = Pick<
  ImportedResult,
  'durationMs' | 'requests' | 'latencyMs' | 'histogram' | 'intervals'
> & {
  /** Answers per second, from the first sending to the last answer. */
  readonly achieved: number | null
  /** Requests sent per second: n − 1 gaps between the first and the last. */
  readonly offered: number | null
}

const INTERVAL_MS = 1000
/** No tool sends for so long: one of the times is wrong, and there is a histogram for each second. */
const LONGEST_MS = 7 * 86_400_000
const SHOWN = [50, 75, 90, 95, 99, 99.9, 99.99]

/**
 * Exact figures of a list of requests: mean and percentiles (nearest rank) of those that did not fail, and what happened
 * in each whole second.
 *
 * @param listed in any order; `isComplete` whether those that failed are among them
 * @throws RangeError when their times are more than a week apart
 */
export function summarizeRequests(listed: readonly ListedRequest[], isComplete: boolean): SummarizedParts {
  const requests = [...listed].sort((a, b) => a.sentMs - b.sentMs)
  const answered = requests.filter(({ isFailed }) => !isFailed)
  const firstMs = requests[0]?.sentMs ?? 0
  const sendingMs = (requests.at(-1)?.sentMs ?? 0) - firstMs
  const endMs = requests.reduce((end, { sentMs, latencyMs }) => Math.max(end, sentMs + latencyMs), firstMs)
  if (!(endMs - firstMs <= LONGEST_MS)) {
    throw new RangeError('its requests are more than 7 days apart: a time, or a latency, is wrong')
  }
  const histogram = new LatencyHistogram()
  for (const { latencyMs } of answered) histogram.record(latencyMs)
  return {
    durationMs: endMs - firstMs,
    requests: { total: requests.length, failed: isComplete ? requests.length - answered.length : null },
    latencyMs: latencyOf(answered.map(({ latencyMs }) => latencyMs)),
    histogram,
    intervals: intervalsOf(requests, firstMs, Math.floor(sendingMs / INTERVAL_MS), isComplete),
    achieved: finiteOrNull((1000 * answered.length) / (endMs - firstMs)),
    offered: finiteOrNull((1000 * (requests.length - 1)) / sendingMs),
  }
}

function latencyOf(latencies: readonly number[]): ImportedLatency {
  if (latencies.length === 0) return unknownLatency
  const sorted = Float64Array.from(latencies).sort()
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length
  const squares = sorted.reduce((sum, ms) => sum + (ms - mean) * (ms - mean), 0)
  return {
    mean,
    stdev: Math.sqrt(squares / sorted.length),
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
    percentiles: SHOWN.map((percentile) => ({
      percentile,
      ms: sorted[quantileRank(percentile / 100, sorted.length) - 1] as number,
    })),
  }
}

interface OpenInterval {
  readonly histogram: LatencyHistogram
  total: number
  failed: number
  ended: number
}

function intervalsOf(
  requests: readonly ListedRequest[],
  firstMs: number,
  count: number,
  isComplete: boolean,
): ImportedInterval[] {
  const intervals = Array.from({ length: count }, (): OpenInterval => {
    return { histogram: new LatencyHistogram(), total: 0, failed: 0, ended: 0 }
  })
  const at = (ms: number) => intervals[Math.floor((ms - firstMs) / INTERVAL_MS)]
  for (const { sentMs, latencyMs, isFailed } of requests) {
    const sentIn = at(sentMs)
    if (sentIn !== undefined) sentIn.total++
    if (isFailed && sentIn !== undefined) sentIn.failed++
    if (isFailed) continue
    sentIn?.histogram.record(latencyMs)
    const endedIn = at(sentMs + latencyMs)
    if (endedIn !== undefined) endedIn.ended++
  }
  return intervals.map(({ histogram, total, failed, ended }) => ({
    lengthMs: INTERVAL_MS,
    histogram,
    requests: isComplete ? { total, failed } : null,
    ended,
  }))
}
