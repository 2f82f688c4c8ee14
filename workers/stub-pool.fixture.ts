import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { PooledRequest, RequestListener } from './pooled-request.ts'

interface Asked {
  readonly path: string
  readonly atMs: number
  readonly pooled: PooledRequest<PreparedRequest>
}

/** A pool that answers when, and how, it is told to. */
export class StubPool {
  readonly requests: Asked[] = []
  readonly aborted: { readonly number: number; readonly error: Error; readonly atMs: number }[] = []
  /** How long an answer takes, in ms, or `null` for never. */
  answerAfterMs: number | null = 0
  status = 200
  body = ''
  /** Fails requests with it, without an answer, in place of answering. */
  failure: Error | null = null
  peakInFlight = 0
  readonly #open = new Set<number>()

  get inFlight(): number {
    return this.#open.size
  }

  get paths(): string[] {
    return this.requests.map(({ path }) => path)
  }

  /** When requests came. */
  get times(): number[] {
    return this.requests.map(({ atMs }) => atMs)
  }

  request(wire: PreparedRequest, listener: RequestListener): PooledRequest<PreparedRequest> {
    const claim = this.requests.length
    const pooled = { wire, listener, claim, connection: null, attempts: 1 }
    this.requests.push({ path: wire.path, atMs: performance.now(), pooled })
    this.#open.add(claim)
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight)
    listener.sent(performance.now(), null)
    if (this.answerAfterMs !== null) setTimeout(() => this.answer(claim), this.answerAfterMs)
    return pooled
  }

  /** Sends head and body, without the end. */
  begin(number: number): void {
    const { listener } = this.#asked(number).pooled
    listener.head(this.status, { 'x-number': String(number) })
    if (this.body !== '') listener.data(Buffer.from(this.body))
  }

  answer(number: number): void {
    if (!this.#open.delete(number)) return
    const { listener } = this.#asked(number).pooled
    if (this.failure !== null) return listener.failed(this.failure, performance.now())
    this.begin(number)
    listener.done(performance.now())
  }

  abort(request: PooledRequest<PreparedRequest>, error: Error): void {
    if (!this.#open.delete(request.claim)) return
    this.aborted.push({ number: request.claim, error, atMs: performance.now() })
    request.listener.failed(error, performance.now())
  }

  #asked(number: number): Asked {
    const asked = this.requests[number]
    if (asked === undefined) throw new RangeError(`request ${number} has not been asked for`)
    return asked
  }
}
