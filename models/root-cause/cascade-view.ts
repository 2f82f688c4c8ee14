import type { Diagnosis } from './diagnosis.ts'
import type { FaultKind } from './fault-kind.ts'

/** What the report of a cascade shows: faults put into services that call one another, and what was found of each. */
export interface CascadeView {
  readonly name: string
  readonly seed: number
  readonly injections: readonly CascadeInjection[]
  /** Whole sentences. */
  readonly notes: readonly string[]
}

export interface CascadeInjection {
  /** What was put in; `null` where it is not known, as with traffic that was recorded. */
  readonly injected: InjectedFault | null
  readonly diagnosis: Diagnosis
  /** By the share of errors alone: the worst service first. */
  readonly baseline: readonly string[]
  readonly healthy: StretchFigures
  readonly faulty: StretchFigures
  /** After the setting that the diagnosis names was changed; `null` where it names none or nobody tried. */
  readonly fixed: StretchFigures | null
  /** Changes of the whole, from the faulty stretch to the fixed one; empty where there is none. */
  readonly changes: readonly CascadeChange[]
}

export interface InjectedFault {
  readonly service: string
  readonly kind: FaultKind
  /** How strong, in words: `service time × 6`. */
  readonly strength: string
}

/** Requests to the first service. */
export interface StretchFigures {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of all requests, in [0, 1]. */
  readonly failedShare: number
}

/** A figure after against before; `low` and `high` are the ends of a 95 % interval, `null` where there is none. */
export interface CascadeChange {
  readonly metric: 'p99' | 'failedShare'
  /** Of `p99`: after ÷ before − 1. Of `failedShare`: after − before. */
  readonly change: number
  readonly low: number | null
  readonly high: number | null
}
