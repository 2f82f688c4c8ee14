import type { ProbeClock } from './probe-clock.ts'
import type { LineEnd, OpenLine, ProbeAnswer, ProbeLine } from './probe-line.ts'

/** How a connection ended for the prober. */
export type ConnectionEnd =
  /** It could not be opened, or its first request was not answered properly. */
  | { readonly kind: 'useless'; readonly error: Error | null }
  /** After this answer, the server does not keep it. */
  | { readonly kind: 'not-kept'; readonly answer: ProbeAnswer; readonly afterIdleMs: number | null }
  /** While it was idle. */
  | { readonly kind: 'closed'; readonly way: 'fin' | 'reset' | 'unasked'; readonly idleMs: number }
  /** A request sent on it after so long was not answered. */
  | {
      readonly kind: 'failed'
      readonly way: 'closed-on-use' | 'reset-on-use' | 'silence'
      readonly afterIdleMs: number
    }

export interface IdleConnectionListener {
  /** @param afterIdleMs how long it had been idle when the request was sent; `null` for the first on it */
  idle(afterIdleMs: number | null, answer: ProbeAnswer): void
  /** Once, at the end; not after `close`. */
  ended(end: ConnectionEnd): void
}

export interface IdleConnectionOptions {
  readonly open: OpenLine
  readonly clock: ProbeClock
  /** How long a request may go unanswered, in ms. */
  readonly patienceMs: number
}

/** One connection that carries a request as soon as it is open, is then idle, and may be used again. */
export class IdleConnection {
  readonly #clock: ProbeClock
  readonly #patienceMs: number
  readonly #listener: IdleConnectionListener
  readonly #line: ProbeLine
  #idleSinceMs: number | null = null
  #usedAfterMs: number | null = null
  #state: 'opening' | 'asking' | 'idle' | 'ended' = 'opening'
  #cancelTimeout: () => void = () => {}

  constructor({ open, clock, patienceMs }: IdleConnectionOptions, listener: IdleConnectionListener) {
    this.#clock = clock
    this.#patienceMs = patienceMs
    this.#listener = listener
    this.#line = open({
      opened: () => this.#ask(null),
      failed: (error) => this.#end({ kind: 'useless', error }),
      answered: (answer) => this.#answered(answer),
      ended: (end) => this.#lineEnded(end),
    })
  }

  /** `null` while it is not idle. */
  get idleMs(): number | null {
    return this.#idleSinceMs === null ? null : this.#clock.nowMs() - this.#idleSinceMs
  }

  /** Since when it has been idle, on the clock; `null` while it is not. */
  get idleSinceMs(): number | null {
    return this.#idleSinceMs
  }

  /** How long it had been idle when the request that is under way was sent; `null` where there is none, or the first. */
  get usedAfterMs(): number | null {
    return this.#state === 'asking' ? this.#usedAfterMs : null
  }

  get isAsking(): boolean {
    return this.#state === 'asking' || this.#state === 'opening'
  }

  /** Sends another request, if it is idle. */
  use(): void {
    if (this.#state === 'idle') this.#ask(this.idleMs)
  }

  close(): void {
    this.#state = 'ended'
    this.#idleSinceMs = null
    this.#cancelTimeout()
    this.#line.close()
  }

  #ask(afterIdleMs: number | null): void {
    if (this.#state === 'ended') return
    this.#state = 'asking'
    this.#usedAfterMs = afterIdleMs
    this.#idleSinceMs = null
    this.#cancelTimeout = this.#clock.at(this.#clock.nowMs() + this.#patienceMs, () => this.#fail('silence'))
    this.#line.send()
  }

  #answered(answer: ProbeAnswer): void {
    if (this.#state !== 'asking') return
    this.#cancelTimeout()
    const afterIdleMs = this.#usedAfterMs
    if (!answer.keeps) return this.#end({ kind: 'not-kept', answer, afterIdleMs })
    this.#state = 'idle'
    this.#idleSinceMs = this.#clock.nowMs()
    this.#listener.idle(afterIdleMs, answer)
  }

  #lineEnded(end: LineEnd): void {
    const { idleMs } = this
    if (idleMs !== null && (end === 'fin' || end === 'reset' || end === 'unasked')) {
      this.#end({ kind: 'closed', way: end, idleMs })
    } else if (end === 'malformed') this.#end({ kind: 'useless', error: null })
    else this.#fail(end === 'reset' || end === 'reset-on-use' ? 'reset-on-use' : 'closed-on-use')
  }

  #fail(way: 'closed-on-use' | 'reset-on-use' | 'silence'): void {
    const afterIdleMs = this.#usedAfterMs
    this.#end(afterIdleMs === null ? { kind: 'useless', error: null } : { kind: 'failed', way, afterIdleMs })
  }

  #end(end: ConnectionEnd): void {
    if (this.#state === 'ended') return
    this.close()
    this.#listener.ended(end)
  }
}
