import type { Span } from '../../../models/trace-context/span.ts'
import type { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import { outcomeOf } from './request-context-answer.ts'

type Handler = Parameters<KneeAgent['dispatch']>[1]
type Told<Method extends keyof Handler> = Parameters<NonNullable<Handler[Method]>>
type Controller = Told<'onRequestStart'>[0]

type CallIdentity = Pick<Span, 'traceId' | 'spanId' | 'parentSpanId' | 'service' | 'peer' | 'attempt'>

/** A call to another service while it goes on, told of once when it ends. */
export class CallSpan {
  readonly #tell: (span: Span) => void
  readonly #identity: CallIdentity
  readonly #startedAtEpochMs = Date.now()
  readonly #startedAtMs = performance.now()
  #begunAtMs = Number.NaN
  #controller: Controller | null = null
  #statusCode = 0
  #ended = false

  constructor(tell: (span: Span) => void, identity: CallIdentity) {
    this.#tell = tell
    this.#identity = identity
  }

  begin(controller: Controller): void {
    this.#controller = controller
    this.#begunAtMs = performance.now()
  }

  answer(statusCode: number): void {
    this.#statusCode = statusCode
  }

  end(error: Error | null): void {
    if (this.#ended) return
    this.#ended = true
    const nowMs = performance.now()
    const span: Span = {
      ...this.#identity,
      kind: 'client',
      startedAtEpochMs: this.#startedAtEpochMs,
      durationMs: nowMs - this.#startedAtMs,
      waitMs: this.#sentAtMs(nowMs) - this.#startedAtMs,
      outcome: error === null ? outcomeOf(this.#statusCode) : outcomeOfError(error),
    }
    try {
      this.#tell(span)
    } catch {
      // Whoever listens does not fail the call.
    }
  }

  /** When it had a connection; now, if it never had one. */
  #sentAtMs(nowMs: number): number {
    // An agent of this package hands out its controller before there is a connection, and says when there was one.
    const { sentAtMs = this.#begunAtMs } = (this.#controller ?? {}) as { readonly sentAtMs?: number }
    return Number.isNaN(sentAtMs) ? nowMs : sentAtMs
  }
}

/** Passes everything on to a handler, and tells the span. */
export class TracedHandler implements Handler {
  readonly #handler: Handler
  readonly #span: CallSpan

  constructor(handler: Handler, span: CallSpan) {
    this.#handler = handler
    this.#span = span
  }

  onRequestStart(...told: Told<'onRequestStart'>): void {
    this.#span.begin(told[0])
    this.#handler.onRequestStart?.(...told)
  }

  onRequestUpgrade(...told: Told<'onRequestUpgrade'>): void {
    this.#span.answer(told[1])
    this.#span.end(null)
    this.#handler.onRequestUpgrade?.(...told)
  }

  onResponseStart(...told: Told<'onResponseStart'>): void {
    this.#span.answer(told[1])
    this.#handler.onResponseStart?.(...told)
  }

  onResponseData(...told: Told<'onResponseData'>): void {
    this.#handler.onResponseData?.(...told)
  }

  onResponseEnd(...told: Told<'onResponseEnd'>): void {
    this.#span.end(null)
    this.#handler.onResponseEnd?.(...told)
  }

  onResponseError(...told: Told<'onResponseError'>): void {
    this.#span.end(told[1])
    this.#handler.onResponseError?.(...told)
  }
}

const outcomesByCode: Readonly<Record<string, Span['outcome']>> = {
  'wait-timeout': 'rejected',
  'line-full': 'rejected',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_ABORTED: 'cancelled',
  ABORT_ERR: 'cancelled',
}

function outcomeOfError(error: Error): Span['outcome'] {
  if (error.name === 'TimeoutError') return 'timeout'
  if (error.name === 'AbortError') return 'cancelled'
  const { code } = error as { readonly code?: unknown }
  return outcomesByCode[String(code)] ?? 'error'
}
