import type { OwnDial } from '../models/measurement/composition.ts'
import type { CheckResponse } from '../models/requests/request-spec.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { ResponseHeaders } from './connection.ts'
import type { PooledRequest, RequestListener } from './pooled-request.ts'
import type { Linked } from './under-way.ts'

/** What a sent request tells those who sent it. */
export interface SentRequestEvents {
  sent(request: SentRequest): void
  /** @param error why there is no complete response, or `null` */
  ended(request: SentRequest, error: Error | null, nowMs: number): void
}

/** One request from the moment it was due to the end of its response. Times are ms on the thread's clock. */
export class SentRequest implements RequestListener, Linked<SentRequest> {
  before: SentRequest | null = null
  after: SentRequest | null = null
  readonly request: PreparedRequest
  /** When it was to be sent: response time counts from here. */
  readonly dueMs: number
  /** When it was handed to the pool. */
  readonly askedMs: number
  /** Whether it was due after the warm-up. */
  readonly measured: boolean
  /** When it was written to a connection; NaN before. */
  sentMs = Number.NaN
  /** When the head of the response had come; NaN before. */
  firstByteMs = Number.NaN
  /** Of the connection that it was written to, when it was the first request there. */
  ownDial: OwnDial | null = null
  /** Of the response, or `null` before there is one. */
  status: number | null = null
  /** Its place in the pool, once it has one. */
  pooled: PooledRequest<PreparedRequest> | null = null
  readonly #check: CheckResponse | null
  readonly #clock: () => number
  readonly #events: SentRequestEvents
  #headers: ResponseHeaders = NO_HEADERS
  #chunks: Uint8Array[] | null = null

  constructor(
    request: PreparedRequest,
    check: CheckResponse | null,
    times: { readonly dueMs: number; readonly askedMs: number; readonly measured: boolean },
    clock: () => number,
    events: SentRequestEvents,
  ) {
    this.request = request
    this.dueMs = times.dueMs
    this.askedMs = times.askedMs
    this.measured = times.measured
    this.#check = check
    this.#clock = clock
    this.#events = events
  }

  get wantsContent(): boolean {
    return this.#check !== null
  }

  sent(nowMs: number, ownDial: OwnDial | null): void {
    this.sentMs = nowMs
    this.ownDial = ownDial
    this.firstByteMs = Number.NaN
    this.#events.sent(this)
  }

  head(status: number, headers: ResponseHeaders): void {
    this.firstByteMs = this.#clock()
    this.status = status
    if (this.#check !== null) this.#headers = headers
  }

  data(chunk: Uint8Array): void {
    if (this.#check === null) return
    this.#chunks ??= []
    this.#chunks.push(Uint8Array.from(chunk))
  }

  done(nowMs: number): void {
    this.#events.ended(this, null, nowMs)
  }

  failed(error: Error, nowMs: number): void {
    this.#events.ended(this, error, nowMs)
  }

  /**
   * What is wrong with the complete response, or `null`.
   *
   * @throws ScenarioThrew when the scenario's own `check` throws
   */
  fault(): string | null {
    const status = this.status ?? 0
    const check = this.#check
    if (check === null) return status >= 500 ? `status-${status}` : null
    const body = Buffer.concat(this.#chunks ?? [])
    const verdict = ofScenario('check', () => check({ status, headers: this.#headers, body }))
    return verdict === true ? null : `check: ${verdict}`
  }
}

/** A function of the scenario threw; the stack is that function's. */
export class ScenarioThrew extends Error {
  override readonly name = 'ScenarioThrew'
}

/** @throws ScenarioThrew in place of what the call throws */
export function ofScenario<Value>(what: 'build' | 'check', call: () => Value): Value {
  try {
    return call()
  } catch (error) {
    const threw = new ScenarioThrew(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    if (error instanceof Error && error.stack !== undefined) threw.stack = error.stack
    throw threw
  }
}

const NO_HEADERS: ResponseHeaders = {}
