import type { CheckResponse } from '../models/requests/request-spec.ts'
import type { RequestSource } from '../models/requests/request-source.ts'
import type { ResponseHeaders } from './connection-undici.ts'
import type { LivePool } from './live-pool.ts'
import type { Recorder, RequestTimes } from './recorder.ts'

export interface OpenDrive {
  readonly pool: LivePool
  readonly recorder: Recorder
  readonly source: RequestSource
  /** By entry of the request mix. */
  readonly checks: ReadonlyArray<CheckResponse | null>
  readonly clock: () => number
  /** When the stretch begins, on that clock. */
  readonly startMs: number
  /** Ascending, from the start. */
  readonly dueMs: Float64Array
  readonly firstIndex: number
  readonly stride: number
  readonly durationMs: number
  readonly warmupMs: number
  readonly requestTimeoutMs: number
  /** How long after the stretch answers are waited for; a request without one by then has failed. */
  readonly drainMs: number
  /** Requests that may be under way at once; one more is dropped, never delayed. */
  readonly inFlightMax: number
  /** The warm-up is over. */
  readonly onMeasuring: () => void
  readonly stop: AbortSignal
}

/**
 * Sends requests when they are due, whether or not earlier ones have been answered (open model), and waits for
 * the answers. Ends early, with what was under way left out, when `stop` is aborted.
 *
 * @returns the length of the measured stretch in ms
 * @throws ScenarioThrew when the scenario's own `build` or `check` throws
 */
export function driveOpen(drive: OpenDrive): Promise<number> {
  return new Promise((resolve, reject) => {
    const run = new OpenRun(drive, resolve, reject)
    run.start()
  })
}

class OpenRun {
  readonly #drive: OpenDrive
  readonly #resolve: (measuredMs: number) => void
  readonly #reject: (error: unknown) => void
  /** Under way, in the order in which they were sent. */
  readonly #underWay = new Map<number, RequestTimes>()
  #next = 0
  #measuring = false
  #ended = false
  #timer: NodeJS.Timeout | null = null
  #sweeper: NodeJS.Timeout | null = null

  constructor(drive: OpenDrive, resolve: (measuredMs: number) => void, reject: (error: unknown) => void) {
    this.#drive = drive
    this.#resolve = resolve
    this.#reject = reject
  }

  start(): void {
    const { stop } = this.#drive
    if (stop.aborted) return this.#end()
    stop.addEventListener('abort', this.#onStop, { once: true })
    this.#sweeper = setInterval(() => this.#abortOverdue(), SWEEP_MS)
    this.#sendDue()
  }

  readonly #onStop = (): void => this.#end()

  #sendDue = (): void => {
    try {
      const { dueMs, durationMs, warmupMs } = this.#drive
      const nowMs = this.#elapsedMs()
      if (!this.#measuring && nowMs >= warmupMs) this.#startMeasuring()
      while (this.#next < dueMs.length && (dueMs[this.#next] as number) <= nowMs) this.#send(this.#next++)
      const nextMs = this.#next < dueMs.length ? (dueMs[this.#next] as number) : durationMs
      const wakeMs = this.#measuring ? nextMs : Math.min(nextMs, warmupMs)
      if (nowMs < durationMs) this.#timer = setTimeout(this.#sendDue, Math.max(0, wakeMs - this.#elapsedMs()))
      else this.#drain()
    } catch (error) {
      this.#fail(error)
    }
  }

  #startMeasuring(): void {
    this.#measuring = true
    this.#drive.onMeasuring()
  }

  #send(position: number): void {
    const { pool, recorder, source, checks, clock, startMs, warmupMs, inFlightMax } = this.#drive
    const dueMs = this.#drive.dueMs[position] as number
    const measured = dueMs >= warmupMs
    if (pool.inFlight >= inFlightMax) {
      if (measured) recorder.dropped()
      return
    }
    const index = this.#drive.firstIndex + position * this.#drive.stride
    const request = ofScenario('build', () => source.at(index))
    const check = checks[request.entry] ?? null
    const times: RequestTimes = { dueMs: startMs + dueMs, askedMs: clock(), sentMs: Number.NaN }
    const chunks: Uint8Array[] = []
    let status: number | null = null
    let headers: ResponseHeaders = {}
    let number = -1
    let answered = false
    const forget = (): void => {
      answered = true
      this.#underWay.delete(number)
      if (this.#next >= this.#drive.dueMs.length) this.#endWhenAnswered()
    }
    number = pool.request(request, {
      sent: (nowMs) => {
        times.sentMs = nowMs
        recorder.sent()
      },
      head: (code, received) => {
        status = code
        headers = received
      },
      data: (chunk) => {
        if (check !== null) chunks.push(chunk)
      },
      done: (nowMs) => {
        if (this.#ended) return
        try {
          recorder.ended()
          const wrong = verdictOf(status ?? 0, check, headers, chunks)
          if (measured && wrong === null) recorder.completedRequest(times, status ?? 0, nowMs)
          else if (measured && wrong !== null) recorder.failedRequest(wrong, status)
        } catch (error) {
          this.#fail(error)
        }
        forget()
      },
      failed: (error) => {
        if (measured && !this.#ended) recorder.failedRequest(error, status)
        forget()
      },
    })
    if (!answered) this.#underWay.set(number, times)
  }

  #abortOverdue(): void {
    const { pool, clock, requestTimeoutMs } = this.#drive
    const nowMs = clock()
    for (const [number, times] of this.#underWay) {
      if (times.dueMs + requestTimeoutMs > nowMs) return
      pool.abort(number, new RequestTimeout(requestTimeoutMs))
    }
  }

  #drain(): void {
    this.#drive.recorder.stopMeasuring()
    this.#endWhenAnswered()
    if (!this.#ended) this.#timer = setTimeout(() => this.#abortAll(), this.#drive.drainMs)
  }

  #abortAll(): void {
    for (const number of this.#underWay.keys())
      this.#drive.pool.abort(number, new Unanswered(this.#drive.drainMs))
    this.#endWhenAnswered()
  }

  #endWhenAnswered(): void {
    if (this.#underWay.size === 0 && this.#elapsedMs() >= this.#drive.durationMs) this.#end()
  }

  #end(): void {
    if (this.#finish())
      this.#resolve(Math.min(this.#elapsedMs(), this.#drive.durationMs) - this.#drive.warmupMs)
  }

  #fail(error: unknown): void {
    if (this.#finish()) this.#reject(error)
  }

  #finish(): boolean {
    if (this.#ended) return false
    this.#ended = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#sweeper !== null) clearInterval(this.#sweeper)
    this.#drive.stop.removeEventListener('abort', this.#onStop)
    return true
  }

  #elapsedMs(): number {
    return this.#drive.clock() - this.#drive.startMs
  }
}

/** A function of the scenario threw; the stack is that function's. */
export class ScenarioThrew extends Error {
  override readonly name = 'ScenarioThrew'
}

function ofScenario<Value>(what: 'build' | 'check', call: () => Value): Value {
  try {
    return call()
  } catch (error) {
    const threw = new ScenarioThrew(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    if (error instanceof Error && error.stack !== undefined) threw.stack = error.stack
    throw threw
  }
}

/** The response did not come, or did not end, in time. */
export class RequestTimeout extends Error {
  readonly code = 'UND_ERR_ABORTED'

  constructor(timeoutMs: number) {
    super(`no complete response within ${timeoutMs} ms`)
  }
}

/** The stretch was over and the response had not come. */
class Unanswered extends Error {
  readonly code = 'unanswered'

  constructor(drainMs: number) {
    super(`no complete response within ${drainMs} ms after the end of the stretch`)
  }
}

const SWEEP_MS = 50

/** What is wrong with a response, or `null`. */
function verdictOf(
  status: number,
  check: CheckResponse | null,
  headers: ResponseHeaders,
  chunks: readonly Uint8Array[],
): string | null {
  if (check !== null) {
    const verdict = ofScenario('check', () => check({ status, headers, body: Buffer.concat(chunks) }))
    return verdict === true ? null : `check: ${verdict}`
  }
  return status >= 500 ? `status-${status}` : null
}
