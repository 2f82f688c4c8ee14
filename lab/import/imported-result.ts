import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'

/** What another tool measured, in this project's units and words. What the tool does not say is `null`, never 0. */
export interface ImportedResult {
  readonly tool: ImportedTool
  /** As the tool writes it; `null` where the file does not say. */
  readonly toolVersion: string | null
  /** Which of the tool's formats it was taken for. */
  readonly format: string
  /** The file; with a tag where it holds several results. */
  readonly label: string
  /** Of a histogram log. */
  readonly tag: string | null
  /** The URL that requests went to. */
  readonly target: string | null
  /** ISO 8601, UTC. */
  readonly startedAt: string | null
  readonly durationMs: number | null
  /** Whether requests were due at given times (open) or sent when an answer came (closed). */
  readonly model: 'open' | 'closed' | null
  /** Requests, and answers, per second. */
  readonly rate: { readonly offered: number | null; readonly achieved: number | null }
  /** Requests that were under way at most: users, or connections. */
  readonly concurrency: number | null
  readonly requests: ImportedRequests | null
  readonly latencyMs: ImportedLatency
  /** Where the file holds more than a few percentiles. */
  readonly histogram: LatencyHistogram | null
  readonly omission: CoordinatedOmission | null
  /** One after the other, about equally long; empty where the file tells nothing of the time in between. */
  readonly intervals: readonly ImportedInterval[]
  /** What is to be known of the figures; whole sentences, without the name of the file. */
  readonly notes: readonly string[]
  /** Why the latencies are not those of the target; a clause, `null` where they are. */
  readonly distortion: string | null
}

export type ImportedTool =
  'k6' | 'autocannon' | 'vegeta' | 'oha' | 'wrk' | 'wrk2' | 'hey' | 'kneepoint' | 'HdrHistogram'

export interface ImportedRequests {
  /** Answered or not. */
  readonly total: number
  /** Without a whole answer, or with a status from 500 up, where the tool tells; see `notes` where it does not. */
  readonly failed: number | null
}

export interface ImportedLatency {
  readonly mean: number | null
  readonly stdev: number | null
  readonly min: number | null
  readonly max: number | null
  /** Ascending. */
  readonly percentiles: readonly ImportedPercentile[]
}

export interface ImportedPercentile {
  /** In (0, 100]. */
  readonly percentile: number
  readonly ms: number
}

/**
 * From when a latency counts.
 *
 * - `corrected`: from when the request was due.
 * - `not-corrected`: from when it was sent, so that a slow answer hides the requests that it kept from being sent.
 * - `filled-in`: from when it was sent, with values added for requests that might have been sent.
 */
export type CoordinatedOmission = 'corrected' | 'not-corrected' | 'filled-in'

export interface ImportedInterval {
  readonly lengthMs: number
  /** Of requests that were due, or sent, in it. */
  readonly histogram: LatencyHistogram
  /** `null` where it is not known what became of others. */
  readonly requests: { readonly total: number; readonly failed: number } | null
  /** Answers that came within it. */
  readonly ended: number
}

/** A latency of which nothing is known. */
export const unknownLatency: ImportedLatency = {
  mean: null,
  stdev: null,
  min: null,
  max: null,
  percentiles: [],
}

/** What all but a few formats lack. */
export const unknownParts = {
  toolVersion: null,
  tag: null,
  target: null,
  startedAt: null,
  histogram: null,
  intervals: [],
  distortion: null,
} as const satisfies Partial<ImportedResult>

/** @returns in ms; `null` where the result does not hold this very percentile */
export function percentileOf({ latencyMs }: ImportedResult, percentile: number): number | null {
  return latencyMs.percentiles.find((each) => each.percentile === percentile)?.ms ?? null
}
