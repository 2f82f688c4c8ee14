import type { RequestSource } from '../models/requests/request-source.ts'
import type { CheckResponse } from '../models/requests/request-spec.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { LivePool } from './live-pool.ts'
import type { Recorder } from './recorder.ts'
import { UnderWay } from './under-way.ts'
import { ofScenario, SentRequest, type SentRequestEvents } from './sent-request.ts'

export interface TrafficOptions {
  readonly pool: Pick<LivePool<PreparedRequest>, 'request' | 'abort'>
  readonly recorder: Recorder
  readonly source: RequestSource
  /** By entry of the request mix. */
  readonly checks: ReadonlyArray<CheckResponse | null>
  /** Monotonic, in ms. */
  readonly clock: () => number
  readonly requestTimeoutMs: number
}

/** What traffic tells the drive that sends it. */
export interface TrafficEvents {
  /** A response has come to its end, or will not come. */
  ended(request: SentRequest): void
  /** A function of the scenario threw: nothing is to be sent any more. */
  threw(error: unknown): void
}

/** The requests of a drive that are under way: sends, gives up on those that take too long, and records what came of each. */
export class Traffic {
  readonly #options: TrafficOptions
  readonly #drive: TrafficEvents
  readonly #events: SentRequestEvents
  /** In the order in which they were sent, which is the order in which they were due. */
  readonly #underWay = new UnderWay<SentRequest>()
  #stopped = false

  constructor(options: TrafficOptions, drive: TrafficEvents) {
    this.#options = options
    this.#drive = drive
    this.#events = {
      sent: (request) => options.recorder.sent(request),
      ended: (request, error, nowMs) => this.#ended(request, error, nowMs),
    }
  }

  get underWay(): number {
    return this.#underWay.size
  }

  /**
   * @param index position in the schedule: decides which request it is
   * @param dueMs on the clock
   * @param askedMs now, on the clock
   * @throws ScenarioThrew when the scenario's own `build` throws
   */
  send(index: number, dueMs: number, measured: boolean, askedMs: number): void {
    const { pool, source, checks, clock } = this.#options
    const prepared = ofScenario('build', () => source.at(index))
    const check = checks[prepared.entry] ?? null
    const times = { dueMs, askedMs, measured }
    const request = new SentRequest(prepared, check, times, clock, this.#events)
    this.#underWay.add(request)
    request.pooled = pool.request(prepared, request)
  }

  /** Gives up on requests that were due longer than the timeout ago. */
  abortOverdue(): void {
    const { clock, requestTimeoutMs } = this.#options
    const nowMs = clock()
    for (;;) {
      const { first } = this.#underWay
      if (first === null || first.dueMs + requestTimeoutMs > nowMs) return
      this.#abort(first, new RequestTimeout(requestTimeoutMs, first.status !== null))
      if (this.#underWay.first === first) return
    }
  }

  abortAll(error: Error): void {
    for (const request of this.#underWay.all()) this.#abort(request, error)
  }

  /** From now on nothing is recorded. */
  stop(): void {
    this.#stopped = true
  }

  #abort(request: SentRequest, error: Error): void {
    if (request.pooled !== null) this.#options.pool.abort(request.pooled, error)
  }

  #ended(request: SentRequest, error: Error | null, nowMs: number): void {
    this.#underWay.remove(request)
    if (this.#stopped) return
    try {
      this.#options.recorder.ended(request, error ?? request.fault(), nowMs)
    } catch (threw) {
      this.#drive.threw(threw)
    }
    this.#drive.ended(request)
  }
}

/** The response did not come, or did not end, in time. */
export class RequestTimeout extends Error {
  readonly code: 'timeout' | 'body-timeout'

  /** @param begun whether a response had begun */
  constructor(timeoutMs: number, begun: boolean) {
    super(`no ${begun ? 'end of the ' : ''}response within ${timeoutMs} ms`)
    this.code = begun ? 'body-timeout' : 'timeout'
  }
}

/** The stretch was over and the response had not come. */
export class Unanswered extends Error {
  readonly code = 'unanswered'

  constructor(drainMs: number) {
    super(`no complete response within ${drainMs} ms after the end of the stretch`)
  }
}
