import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import type { ConnectionCounts, Measurement } from '../measurement/measurement.ts'
import { TimeSeriesRecorder } from '../measurement/time-series.ts'

/** What a simulation has seen since it began to measure, of requests that were due since then. */
export class Observations {
  readonly fromMs: number
  readonly dial = new LatencyHistogram()
  readonly #response = new LatencyHistogram()
  readonly #service = new LatencyHistogram()
  readonly #poolWait = new LatencyHistogram()
  readonly #series: TimeSeriesRecorder
  readonly #errors: Record<string, number> = {}
  /** Responses that ended since then, whenever their requests were due. */
  ended = 0
  /** Requests written to a connection. */
  sent = 0
  retried = 0
  #failed = 0
  /** Completed requests that did not wait for a connection, and are not in the histogram yet. */
  #sentAtOnce = 0

  constructor(fromMs: number) {
    this.fromMs = fromMs
    this.#series = new TimeSeriesRecorder({ fromMs, everyMs: 60_000, quantiles: false })
  }

  arrived(dueMs: number): void {
    this.#series.due(dueMs)
  }

  completed(dueMs: number, sentMs: number, endedMs: number): void {
    this.#response.record(endedMs - dueMs)
    this.#service.record(endedMs - sentMs)
    if (sentMs > dueMs) this.#poolWait.record(sentMs - dueMs)
    else this.#sentAtOnce++
    this.#series.completed(endedMs, endedMs - dueMs)
  }

  failed(atMs: number, error: string): void {
    this.#failed++
    this.#errors[error] = (this.#errors[error] ?? 0) + 1
    this.#series.failed(atMs)
  }

  /** @param open connections of all pods, with this one */
  dialed(atMs: number, durationMs: number, open: number): void {
    this.dial.record(durationMs)
    this.#series.dialed(atMs, open)
  }

  /** @param open connections that are left, of all pods */
  closed(open: number): void {
    this.#series.closed(open)
  }

  measurement(untilMs: number, connections: ConnectionCounts): Measurement {
    const completed = this.#response.count
    this.#poolWait.record(0, this.#sentAtOnce)
    this.#sentAtOnce = 0
    return {
      measuredMs: untilMs - this.fromMs,
      warmup: null,
      requests: {
        due: completed + this.#failed,
        completed,
        ended: this.ended,
        failed: this.#failed,
        dropped: 0,
        retried: this.retried,
      },
      connections,
      response: this.#response,
      service: this.#service,
      lateness: new LatencyHistogram(),
      poolWait: this.#poolWait,
      dial: this.dial,
      phases: null,
      byRequest: null,
      composition: null,
      statuses: {},
      errors: { ...this.#errors },
      whole: { sent: this.sent, dialed: connections.dialed, primed: 0 },
      series: this.#series.series(),
    }
  }
}
