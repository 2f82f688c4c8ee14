import { CompositionRecorder, type RequestTimes } from '../models/measurement/composition.ts'
import { LatencyHistogram } from '../models/measurement/latency-histogram.ts'
import { connectionsSince, type Measurement } from '../models/measurement/measurement.ts'
import { emptyPhases } from '../models/measurement/phases.ts'
import { RequestSeriesRecorder } from '../models/measurement/request-series.ts'
import { TimeSeriesRecorder } from '../models/measurement/time-series.ts'
import type { PoolMachine } from '../models/pool/machine.ts'
import type { PoolCounts } from '../models/pool/pool-counters.ts'
import type { DialTimes } from './connection.ts'
import { errorKind } from './error-kind.ts'

/** A request that has ended. Times are ms on one clock. */
export interface EndedRequest extends RequestTimes {
  readonly request: { readonly name: string }
  /** Written to a connection; NaN when it never was. */
  readonly sentMs: number
  /** The head of the response had come; NaN when it did not. */
  readonly firstByteMs: number
  /** `null` when there was no response. */
  readonly status: number | null
  /** Due after the warm-up. */
  readonly measured: boolean
}

/** Counts at the moment, for showing while a run goes on. */
export interface RecorderCounts {
  readonly due: number
  readonly completed: number
  readonly failed: number
  readonly dropped: number
}

/** Collects what happens to one thread's requests and connections. What belongs to the warm-up counts only in `whole`. */
export class Recorder {
  readonly #response = new LatencyHistogram()
  readonly #service = new LatencyHistogram()
  readonly #lateness = new LatencyHistogram()
  readonly #poolWait = new LatencyHistogram()
  readonly #dial = new LatencyHistogram()
  readonly #phases = emptyPhases()
  readonly #byRequest = new RequestSeriesRecorder()
  readonly #composition = new CompositionRecorder()
  readonly #statuses = new Map<number, number>()
  readonly #errors = new Map<string, number>()
  readonly #clock: () => number
  readonly #machine: PoolMachine
  readonly #series = new TimeSeriesRecorder({ fromMs: 0, everyMs: SNAPSHOT_MS, quantiles: true })
  #fromMs = 0
  #due = 0
  #completed = 0
  #ended = 0
  #failed = 0
  #dropped = 0
  #retried = 0
  #sent = 0
  #warmupSent = 0
  #measuring = false

  /** @param clock monotonic, in ms */
  constructor(machine: PoolMachine, clock: () => number) {
    this.#machine = machine
    this.#clock = clock
  }

  get counts(): RecorderCounts {
    return { due: this.#due, completed: this.#completed, failed: this.#failed, dropped: this.#dropped }
  }

  get response(): LatencyHistogram {
    return this.#response
  }

  /** Of the connections opened since the warm-up ended. */
  get dial(): LatencyHistogram {
    return this.#dial
  }

  get lateness(): LatencyHistogram {
    return this.#lateness
  }

  /** To be told before anything is sent. @param measuredFromMs when the warm-up will be over */
  begin(measuredFromMs: number): void {
    this.#fromMs = measuredFromMs
  }

  /** The warm-up is over: dials and retries from here on are measured. */
  startMeasuring(): void {
    this.#measuring = true
    this.#series.closed(this.#machine.open)
  }

  /** The stretch is over: what ends from here on is not throughput. */
  stopMeasuring(): void {
    this.#measuring = false
  }

  /** A request goes out on a connection, for the first time or again. */
  sent(request: { readonly measured: boolean }): void {
    this.#sent++
    if (!request.measured) this.#warmupSent++
  }

  dialed(times: DialTimes, durationMs: number): void {
    if (!this.#measuring) return
    this.#dial.record(durationMs)
    if (times.dnsMs > 0) this.#phases.dns.record(times.dnsMs)
    this.#phases.connect.record(times.connectMs)
    if (times.tlsMs > 0) this.#phases.tls.record(times.tlsMs)
    this.#series.dialed(Math.max(0, this.#clock() - this.#fromMs), this.#machine.open)
  }

  retried(): void {
    if (this.#measuring) this.#retried++
  }

  /** The server did something wrong on a connection that carried no request: no request has failed. */
  connectionError(error: Error): void {
    if (this.#measuring) this.#countError(errorKind(error))
  }

  /** A request was due and not sent. */
  dropped(dueMs: number): void {
    this.#due++
    this.#dropped++
    this.#series.due(dueMs - this.#fromMs)
    this.#series.dropped(dueMs - this.#fromMs)
  }

  /** @param fault why the request failed, or `null`: an error, or what is wrong with a complete response */
  ended(request: EndedRequest, fault: Error | string | null, nowMs: number): void {
    if (this.#measuring && !(fault instanceof Error)) this.#ended++
    this.#series.closed(this.#machine.open)
    if (!request.measured) return
    this.#due++
    this.#series.due(request.dueMs - this.#fromMs)
    this.#lateness.record(request.askedMs - request.dueMs)
    const responseMs = nowMs - request.dueMs
    const serviceMs = nowMs - request.sentMs
    this.#byRequest.record(request.request.name, request.status, responseMs, serviceMs)
    if (request.status !== null) this.#countStatus(request.status)
    const atMs = nowMs - this.#fromMs
    if (fault === null) {
      this.#completed++
      this.#recordTimes(request, responseMs, serviceMs, nowMs)
      this.#series.completed(atMs, responseMs)
    } else {
      this.#failed++
      this.#countError(typeof fault === 'string' ? fault : errorKind(fault, request.status !== null))
      this.#series.failed(atMs)
    }
  }

  /** What has been measured. `atWarmup` is how the pool's counters stood when the warm-up ended. */
  measurement(measuredMs: number, warmupMs: number, atWarmup: PoolCounts, primed: number): Measurement {
    return {
      ...this.soFar(measuredMs, warmupMs, atWarmup, primed),
      series: this.#series.series(),
    }
  }

  /** As `measurement`, without the series, for while it goes on. */
  soFar(measuredMs: number, warmupMs: number, atWarmup: PoolCounts, primed: number): Measurement {
    return {
      measuredMs,
      warmup: { ms: warmupMs, requests: this.#warmupSent },
      requests: {
        due: this.#due,
        completed: this.#completed,
        ended: this.#ended,
        failed: this.#failed,
        dropped: this.#dropped,
        retried: this.#retried,
      },
      connections: connectionsSince(atWarmup, this.#machine.counters),
      response: this.#response,
      service: this.#service,
      lateness: this.#lateness,
      poolWait: this.#poolWait,
      dial: this.#dial,
      phases: this.#phases,
      byRequest: this.#byRequest.series(),
      composition: this.#composition.composition(),
      statuses: Object.fromEntries(this.#statuses),
      errors: Object.fromEntries(this.#errors),
      whole: { sent: this.#sent, dialed: this.#machine.counters.dialed, primed },
      series: null,
    }
  }

  #recordTimes(request: EndedRequest, responseMs: number, serviceMs: number, nowMs: number): void {
    const { askedMs, sentMs, firstByteMs } = request
    this.#response.record(responseMs)
    this.#service.record(serviceMs)
    this.#poolWait.record(sentMs - askedMs)
    this.#phases.firstByte.record(firstByteMs - sentMs)
    this.#phases.body.record(nowMs - firstByteMs)
    this.#composition.record(request, nowMs)
  }

  #countStatus(status: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
  }

  #countError(kind: string): void {
    const counted = this.#errors.has(kind) || this.#errors.size < MOST_ERROR_KINDS ? kind : OTHER_ERRORS
    this.#errors.set(counted, (this.#errors.get(counted) ?? 0) + 1)
  }
}

const SNAPSHOT_MS = 1000
/** A check can put anything into its verdict. */
const MOST_ERROR_KINDS = 100
const OTHER_ERRORS = '(other)'
