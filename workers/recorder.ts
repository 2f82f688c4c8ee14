import { LatencyHistogram } from '../models/measurement/latency-histogram.ts'
import { connectionsSince, type Measurement } from '../models/measurement/measurement.ts'
import type { PoolMachine } from '../models/pool/machine.ts'
import type { PoolCounts } from '../models/pool/pool-counters.ts'
import { errorKind } from './error-kind.ts'

/** Three moments of one request, on one clock, in ms. */
export interface RequestTimes {
  readonly dueMs: number
  /** Handed to the pool. */
  askedMs: number
  /** Written to a connection, or NaN. */
  sentMs: number
}

/** Collects what happens to one pod's requests and connections. Requests of the warm-up count only in `whole`. */
export class Recorder {
  readonly #response = new LatencyHistogram()
  readonly #service = new LatencyHistogram()
  readonly #lateness = new LatencyHistogram()
  readonly #poolWait = new LatencyHistogram()
  readonly #dial = new LatencyHistogram()
  readonly #statuses: Record<string, number> = {}
  readonly #errors: Record<string, number> = {}
  #due = 0
  #completed = 0
  #ended = 0
  #failed = 0
  #dropped = 0
  #retried = 0
  #sent = 0
  #measuring = false

  get due(): number {
    return this.#due
  }

  get completed(): number {
    return this.#completed
  }

  get failed(): number {
    return this.#failed + this.#dropped
  }

  get latenessP99Ms(): number {
    return this.#lateness.count === 0 ? 0 : this.#lateness.quantileMs(0.99)
  }

  /** The warm-up is over: dials and retries from here on are measured. */
  startMeasuring(): void {
    this.#measuring = true
  }

  /** The stretch is over: what ends from here on is not throughput. */
  stopMeasuring(): void {
    this.#measuring = false
  }

  /** A response has been read to its end, whenever its request was due. */
  ended(): void {
    if (this.#measuring) this.#ended++
  }

  sent(): void {
    this.#sent++
  }

  dialed(durationMs: number): void {
    if (this.#measuring) this.#dial.record(durationMs)
  }

  retried(): void {
    if (this.#measuring) this.#retried++
  }

  dropped(): void {
    this.#due++
    this.#dropped++
  }

  completedRequest(times: RequestTimes, status: number, endedMs: number): void {
    this.#due++
    this.#completed++
    this.#count(this.#statuses, String(status))
    this.#response.record(endedMs - times.dueMs)
    this.#service.record(endedMs - times.sentMs)
    this.#lateness.record(times.askedMs - times.dueMs)
    this.#poolWait.record(times.sentMs - times.askedMs)
  }

  /** @param status of the response, if there was one */
  failedRequest(cause: Error | string, status: number | null): void {
    this.#due++
    this.#failed++
    if (status !== null) this.#count(this.#statuses, String(status))
    this.#count(this.#errors, typeof cause === 'string' ? cause : errorKind(cause))
  }

  /** What has been measured. `atWarmup` is how the pool's counters stood when the warm-up ended. */
  measurement(measuredMs: number, machine: PoolMachine, atWarmup: PoolCounts, primed: number): Measurement {
    return {
      measuredMs,
      requests: {
        due: this.#due,
        completed: this.#completed,
        ended: this.#ended,
        failed: this.#failed,
        dropped: this.#dropped,
        retried: this.#retried,
      },
      connections: connectionsSince(atWarmup, machine.counters),
      response: this.#response,
      service: this.#service,
      lateness: this.#lateness,
      poolWait: this.#poolWait,
      dial: this.#dial,
      statuses: this.#statuses,
      errors: this.#errors,
      whole: { sent: this.#sent, dialed: machine.counters.dialed, primed },
      series: null,
    }
  }

  #count(tally: Record<string, number>, name: string): void {
    tally[name] = (tally[name] ?? 0) + 1
  }
}
