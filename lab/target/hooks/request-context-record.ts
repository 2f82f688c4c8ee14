/** What is known of a request from its first byte on. Read it while the request is answered; keep copies, not it. */
export interface RequestContext {
  /** As the client's request id, if that is valid; else random. */
  readonly requestId: string
  /** 32 hexadecimal digits; of the caller's trace, if there is one. */
  readonly traceId: string
  /** 16 hexadecimal digits: of this service's work on the request. */
  readonly spanId: string
  /** Of the caller; `null` for the first of its trace. */
  readonly parentSpanId: string | null
  readonly sampled: boolean
  /** Whether the trace id is known to be random (Trace Context Level 2). */
  readonly randomTraceId: boolean
  /** What other systems put along with the trace, as it is to be sent on. */
  readonly tracestate: string | null
  /** `null` without one, or with one that is invalid. */
  readonly tenant: string | null
  /** Of a verified token; `null` for whoever has none. */
  readonly user: string | null
  /** Wall-clock ms since the epoch. */
  readonly startedAtEpochMs: number
  /** Monotonic ms, as `performance.now()`. */
  readonly startedAtMs: number
  /** ms that the request waited for a slot, a lock or the like, as far as `recordWait` was told. */
  readonly waitMs: number
}

/** One that is filled in for a request, and emptied for the next. */
export class PooledContext implements RequestContext {
  requestId = ''
  traceId = ''
  spanId = ''
  parentSpanId: string | null = null
  sampled = false
  randomTraceId = false
  tracestate: string | null = null
  tenant: string | null = null
  user: string | null = null
  startedAtEpochMs = 0
  startedAtMs = 0
  waitMs = 0

  reset(): void {
    this.requestId = ''
    this.traceId = ''
    this.spanId = ''
    this.parentSpanId = null
    this.sampled = false
    this.randomTraceId = false
    this.tracestate = null
    this.tenant = null
    this.user = null
    this.startedAtEpochMs = 0
    this.startedAtMs = 0
    this.waitMs = 0
  }
}
