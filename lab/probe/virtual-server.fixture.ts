import type { CloseWay } from '../../models/probe/idle-observation.ts'
import type { ProbeClock } from './probe-clock.ts'
import type { LineEnd, OpenLine, ProbeAnswer, ProbeLine, ProbeLineListener } from './probe-line.ts'

interface DueCall {
  readonly atMs: number
  readonly act: () => void
}

/** A clock that a test turns; what is due at the same time happens in the order in which it was asked for. */
export class VirtualClock implements ProbeClock {
  #nowMs = 0
  readonly #calls = new Set<DueCall>()

  nowMs(): number {
    return this.#nowMs
  }

  at(atMs: number, act: () => void): () => void {
    const call = { atMs: Math.max(atMs, this.#nowMs), act }
    this.#calls.add(call)
    return () => {
      this.#calls.delete(call)
    }
  }

  /** Lets everything happen until nothing is due any more. */
  run(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      this.#calls.delete(next)
      this.#nowMs = next.atMs
      next.act()
    }
  }

  #next(): DueCall | null {
    let first: DueCall | null = null
    for (const call of this.#calls) if (first === null || call.atMs < first.atMs) first = call
    return first
  }
}

export interface VirtualServerOptions {
  readonly roundTripMs: number
  /** When it, or something on the way, gives a connection up: idle time at the server, for each connection in turn. */
  readonly idleTimeoutMs: (connection: number) => number
  /** How the client hears of it: at once, or when it uses the connection. */
  readonly way: CloseWay
  /** Whether a response is followed by another request; by number of the request on its connection, from 0. */
  readonly keeps?: (request: number) => boolean
  readonly refuses?: (connection: number) => boolean
}

const KEPT: ProbeAnswer = {
  status: 200,
  headers: {},
  httpVersion: '1.1',
  keeps: true,
  firstByteMs: 1,
  durationMs: 1,
}

/** A server in virtual time, half a round trip away; it answers at once. */
export class VirtualServer {
  accepted = 0
  requests = 0
  readonly #clock: ProbeClock
  readonly #options: VirtualServerOptions

  constructor(clock: ProbeClock, options: VirtualServerOptions) {
    this.#clock = clock
    this.#options = options
  }

  get open(): OpenLine {
    return (listener) => new VirtualLine(this.#clock, this, this.#options, listener)
  }
}

class VirtualLine implements ProbeLine {
  readonly #clock: ProbeClock
  readonly #server: VirtualServer
  readonly #options: VirtualServerOptions
  readonly #listener: ProbeLineListener
  readonly #number: number
  #requests = 0
  #isOpen = true
  #isAsking = false
  /** At the server. */
  #isGone = false
  #cancelIdle: () => void = () => {}

  constructor(
    clock: ProbeClock,
    server: VirtualServer,
    options: VirtualServerOptions,
    listener: ProbeLineListener,
  ) {
    this.#clock = clock
    this.#server = server
    this.#options = options
    this.#listener = listener
    this.#number = server.accepted++
    this.#later(options.roundTripMs, () =>
      options.refuses?.(this.#number) === true ? listener.failed(new Error('refused')) : listener.opened(),
    )
  }

  send(): void {
    this.#isAsking = true
    this.#server.requests++
    this.#later(this.#half, () => this.#arrive())
  }

  close(): void {
    this.#isOpen = false
    this.#cancelIdle()
  }

  get #half(): number {
    return this.#options.roundTripMs / 2
  }

  #arrive(): void {
    this.#cancelIdle()
    const { way, keeps = () => true } = this.#options
    if (this.#isGone) {
      if (way === 'silence') return
      return this.#later(this.#half, () => this.#end(way === 'closed-on-use' ? way : 'reset-on-use'))
    }
    const kept = keeps(this.#requests++)
    if (kept) this.#beIdle()
    this.#later(this.#half, () => {
      this.#isAsking = false
      this.#listener.answered({ ...KEPT, keeps: kept })
    })
  }

  #beIdle(): void {
    const { idleTimeoutMs, way } = this.#options
    const atMs = this.#clock.nowMs() + idleTimeoutMs(this.#number)
    if (atMs === Infinity) return
    this.#cancelIdle = this.#clock.at(atMs, () => {
      this.#isGone = true
      if (way === 'fin' || way === 'reset' || way === 'unasked') {
        this.#later(this.#half, () => this.#end(this.#isAsking ? 'closed-on-use' : way))
      }
    })
  }

  #end(end: LineEnd): void {
    if (!this.#isOpen) return
    this.close()
    this.#listener.ended(end)
  }

  #later(delayMs: number, act: () => void): void {
    this.#clock.at(this.#clock.nowMs() + delayMs, () => {
      if (this.#isOpen) act()
    })
  }
}
