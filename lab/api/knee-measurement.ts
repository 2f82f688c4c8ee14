import type { KneeFits } from './knee.ts'

/** What is measured. */
export interface KneeTarget {
  /** Where requests go: http or https, with their path. */
  readonly url: string
  /** `GET` unless given, `POST` with a body. */
  readonly method?: string | undefined
  /** Sent with every request, beside those that follow from it. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** What every request carries: text, or `@` and the path of a file. */
  readonly body?: string | undefined
  /** Response time that 99 in 100 requests may not exceed, > 0; 250 unless given. */
  readonly sloP99Ms?: number | undefined
  /** Largest share of requests that may fail, in [0, 1]; 0.001 unless given. */
  readonly sloFailureRate?: number | undefined
  /** Lowest rate to try, in requests per second, > 0; 20 unless given. */
  readonly from?: number | undefined
  /** Highest rate to try, in requests per second, > 0; 100,000 unless given. */
  readonly to?: number | undefined
  /** Length of a full-length trial: at least four times `sloP99Ms`, and 600,000 at most; 2000 unless given. */
  readonly trialMs?: number | undefined
  /** Relative distance of the two bounds at which the search ends, in [0.002, 0.5]; 0.05 unless given. */
  readonly width?: number | undefined
  /** Share of the time at a load that may go to trials which miss the service level, in [0, 0.9]; 0.5 unless given. */
  readonly exceed?: number | undefined
  /** How requests are spaced: evenly, or as a Poisson process; `constant` unless given. */
  readonly arrivals?: 'poisson' | 'constant' | undefined
  /** Open connections at most, whole, from 1. */
  readonly connections?: number | undefined
  /** After which a request has failed, > `sloP99Ms`. */
  readonly timeoutMs?: number | undefined
  /** What speaks HTTP/1.1: undici's client, or a faster one that looks at less; `undici` unless given. */
  readonly driver?: 'undici' | 'wire' | undefined
  /** Load threads, whole, 1 to 256; as many as fit the machine unless given. */
  readonly workers?: number | undefined
  /** A whole number of 32 bits. */
  readonly seed?: number | undefined
  /** Accept any certificate. */
  readonly insecure?: boolean | undefined
  /** PEM file of the certificate authority to trust. */
  readonly caFile?: string | undefined
  /** Hosts beyond loopback that load may go to. */
  readonly allow?: readonly string[] | undefined
}

/** What a search for the capacity found. Rates are requests per second. */
export interface KneeMeasurement extends KneeFits {
  /** Where requests went, as it was read. */
  readonly url: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Of the whole search. */
  readonly durationMs: number
  /** How it ended; the capacity was found only where that is `found`. */
  readonly ended:
    'found' | 'no-knee' | 'below-slo' | 'generator-bound' | 'target-failing' | 'out-of-trials' | 'interrupted'
  /** Whether the figures can be trusted: the figure that decided it, and what to change, or `null`. */
  readonly verdict: { readonly verdict: string; readonly figure: string; readonly advice: string | null }
  /** The highest rate that meets the service level, below all that miss it; `null` when none does. */
  readonly capacity: number | null
  /** Between the highest rate that meets it and the lowest that misses it. */
  readonly interval: readonly [lower: number | null, upper: number | null]
  /** Whether the capacity may be much higher, since no rate, or none near, is known to miss it. */
  readonly atLeast: boolean
  /** What came back of `capacity` within the service level; `null` with it. */
  readonly conditionalThroughput: number | null
  /** In the order in which they were made. */
  readonly trials: readonly KneeTrialFigures[]
  /** What the system's limits were going to do to it, and what the client could not be told; one sentence each. */
  readonly warnings: readonly string[]
}

/** One trial of the search. */
export interface KneeTrialFigures {
  /** Requests due per second. */
  readonly rate: number
  /** Length of the trial. */
  readonly durationMs: number
  /** Share of the requests that failed, were dropped, or were answered later than the service level allows. */
  readonly lossRatio: number
  /** Share of the requests that failed or were dropped. */
  readonly failureRatio: number
  /** Completed per second. */
  readonly achievedRate: number | null
  /** Mean requests in flight, by Little's law. */
  readonly concurrency: number | null
  /** Median response time; `null` where nothing completed. */
  readonly p50Ms: number | null
  /** 99th percentile of the response time; `null` where nothing completed. */
  readonly p99Ms: number | null
  /** The load generator was late or had no time left: the trial says nothing of the target. */
  readonly generatorBound: boolean
}
