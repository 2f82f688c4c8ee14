import type { IdleConnection } from '../models/pool/idle-connection.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import type { PoolEffects, RejectReason, Returned } from '../models/pool/pool-effects.ts'
import type { PoolPolicy } from '../models/pool/policy.ts'
import { SharedLimits } from '../models/pool/shared-limits.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import { isIdempotent } from '../models/requests/idempotent.ts'
import {
  type Endpoint,
  type ExchangeListener,
  type ResponseHeaders,
  UndiciConnection,
  type WireRequest,
} from './connection-undici.ts'
import { RequestRegister } from './request-register.ts'
import { keepAliveHintMs } from './keep-alive-header.ts'

/** Told what becomes of a request. Ends with exactly one of `done` and `failed`. */
export interface RequestListener {
  /** It has a connection and goes out now; again, when it is sent again after a stale connection failed. */
  sent(nowMs: number): void
  head(status: number, headers: ResponseHeaders): void
  data(chunk: Uint8Array): void
  done(nowMs: number): void
  failed(error: Error, nowMs: number): void
}

/** Told about every connection, for counting and timing. */
export interface PoolListener {
  dialed(durationMs: number): void
  retried(): void
}

export interface LivePoolOptions {
  readonly endpoint: Endpoint
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  /** Monotonic clock in ms. */
  readonly clock: () => number
  readonly listener: PoolListener
}

/** The pool machine bound to real connections: what it decides is done on sockets, and what they do is told to it. */
export class LivePool {
  readonly machine: PoolMachine
  readonly #options: LivePoolOptions
  readonly #connections: Array<PooledConnection | undefined> = []
  readonly #requests = new RequestRegister<PooledRequest>()
  readonly #deferred: Array<() => void> = []
  #deciding = false
  #timer: NodeJS.Timeout | null = null
  #timerAtMs = Infinity
  #closed = false
  #onSettled: () => void = () => {}
  #dialError: Error | null = null

  constructor(options: LivePoolOptions) {
    this.#options = options
    const { settings, policy, clock } = options
    const shared = SharedLimits.areNeeded(settings, policy, 1) ? new SharedLimits(settings, policy) : null
    this.machine = new PoolMachine(settings, policy, this.#effects(), clock(), shared)
  }

  /** Requests that have not ended yet. */
  get inFlight(): number {
    return this.#requests.size
  }

  /** Sends a request as soon as the pool has a connection for it. @returns its number, for `abort` */
  request(wire: WireRequest, listener: RequestListener): number {
    const request = this.#requests.add((number, claim) => ({
      number,
      claim,
      wire,
      listener,
      slot: null,
      attempts: 0,
    }))
    this.#decide((nowMs) => this.machine.acquire(request.claim, nowMs))
    return request.number
  }

  /** Gives up on a request wherever it is; its connection, if it has one, is closed. */
  abort(number: number, error: Error): void {
    const request = this.#requests.numbered(number)
    if (request === undefined) return
    this.#decide((nowMs) => {
      if (request.slot === null) this.machine.cancel(request.claim, nowMs)
      else this.#lose(request.slot, nowMs)
      this.#finish(request, (listener) => listener.failed(error, nowMs))
    })
  }

  /**
   * Opens connections before any traffic and takes them over as idle, as if this pool had kept them.
   *
   * @param idle times relative to now on the pool's clock: negative, oldest first
   * @throws the error of the first connection that could not be opened
   */
  async prime(idle: readonly IdleConnection[]): Promise<void> {
    const opening = await Promise.allSettled(idle.map(() => this.#openUnpooled()))
    const opened = opening.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    const failed = opening.find((each) => each.status === 'rejected')
    if (failed !== undefined || this.#closed) {
      for (const connection of opened) connection.socket.destroy()
      throw failed?.reason ?? new Error('the pool was closed while it was primed')
    }
    const nowMs = this.#options.clock()
    for (const [i, connection] of idle.entries()) {
      const slot = this.machine.adopt({
        openedAtMs: nowMs + connection.openedAtMs,
        idleSinceMs: nowMs + connection.idleSinceMs,
        requestsServed: connection.requestsServed,
      })
      const pooled = opened[i] as PooledConnection
      pooled.slot = slot
      this.#connections[slot] = pooled
    }
    this.#decide(() => this.#dropClosed(opened))
  }

  /** Resolves when no dial is under way, or after `deadlineMs`. */
  settled(deadlineMs: number): Promise<void> {
    if (this.machine.dialing === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs)
      this.#onSettled = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Closes every connection; requests still under way fail with the error. */
  close(error: Error): void {
    this.#closed = true
    // Those that wait go first: none of them is to get the place of one that is ended.
    const requests = this.#requests.all()
    for (const { number } of requests.filter(({ slot }) => slot === null)) this.abort(number, error)
    for (const { number } of requests) this.abort(number, error)
    this.machine.closeIdle(this.#options.clock())
    for (const connection of this.#connections) connection?.socket.destroy()
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #effects(): PoolEffects {
    return {
      assign: (claim, slot, reused) => this.#send(claim, slot, reused),
      dial: (slot) => this.#dial(slot),
      close: (slot) => this.#close(slot),
      reject: (claim, reason) => this.#reject(claim, reason),
    }
  }

  /** The server may have closed some of them while the others were opened. */
  #dropClosed(connections: readonly PooledConnection[]): void {
    for (const { slot, socket } of connections) {
      if (slot !== null && !socket.isOpen) this.machine.lost(slot, 'peer-closed', this.#options.clock())
    }
  }

  #send(claim: number, slot: number, reused: boolean): void {
    const request = this.#requests.claiming(claim)
    const connection = this.#connections[slot]
    if (request === undefined || connection === undefined)
      throw new Error('the pool assigned what it has not got')
    request.slot = slot
    request.attempts++
    const exchange = this.#exchange(request, connection, reused)
    connection.carries = request
    request.listener.sent(this.#options.clock())
    connection.socket.send(request.wire, exchange)
  }

  #dial(slot: number): void {
    const startedMs = this.#options.clock()
    const connection = this.#newConnection({
      opened: () => {
        this.#options.listener.dialed(this.#options.clock() - startedMs)
        this.#decide((nowMs) => this.machine.dialed(slot, nowMs))
      },
      dialFailed: (error) => {
        this.#dialError = error
        this.#decide((nowMs) => {
          // First: the machine may give the slot to a new dial at once.
          this.#connections[slot] = undefined
          this.machine.dialFailed(slot, nowMs)
        })
      },
    })
    connection.slot = slot
    this.#connections[slot] = connection
  }

  #openUnpooled(): Promise<PooledConnection> {
    return new Promise((resolve, reject) => {
      const connection = this.#newConnection({ opened: () => resolve(connection), dialFailed: reject })
    })
  }

  #newConnection(dialing: { opened: () => void; dialFailed: (error: Error) => void }): PooledConnection {
    const connection: PooledConnection = {
      slot: null,
      carries: null,
      socket: new UndiciConnection(this.#options.endpoint, {
        ...dialing,
        closed: () => {
          if (connection.slot === null || connection.carries !== null) return
          if (this.#options.policy.seesClose === 'when-used') return
          if (this.#connections[connection.slot] !== connection) return
          const slot = connection.slot
          this.#decide((nowMs) => this.machine.lost(slot, 'peer-closed', nowMs))
        },
      }),
    }
    return connection
  }

  #close(slot: number): void {
    this.#connections[slot]?.socket.destroy()
    this.#connections[slot] = undefined
  }

  #reject(claim: number, reason: RejectReason): void {
    const request = this.#requests.claiming(claim)
    if (request === undefined) return
    const error = (reason === 'dial-failed' && this.#dialError) || new PoolRejection(reason)
    this.#finish(request, (listener) => listener.failed(error, this.#options.clock()))
  }

  #exchange(request: PooledRequest, connection: PooledConnection, reused: boolean): ExchangeListener {
    let started = false
    let hintMs: number | null = null
    return {
      head: (status, headers) => {
        started = true
        hintMs = keepAliveHintMs(headers['keep-alive'])
        if (connection.carries === request) request.listener.head(status, headers)
      },
      data: (chunk) => {
        if (connection.carries === request) request.listener.data(chunk)
      },
      end: (reusable) =>
        this.#decide((nowMs) => this.#completed(request, connection, { reusable, hintMs }, nowMs)),
      error: (error) =>
        this.#decide((nowMs) => this.#broken(request, connection, error, reused && !started, nowMs)),
    }
  }

  #completed(request: PooledRequest, connection: PooledConnection, returned: Returned, nowMs: number): void {
    if (connection.carries !== request || connection.slot === null) return
    connection.carries = null
    request.slot = null
    this.#finish(request, (listener) => listener.done(nowMs))
    this.machine.release(connection.slot, returned, nowMs)
  }

  #broken(
    request: PooledRequest,
    connection: PooledConnection,
    error: Error,
    stale: boolean,
    nowMs: number,
  ): void {
    if (connection.carries !== request || connection.slot === null) return
    this.#lose(connection.slot, nowMs)
    if (stale && this.#mayRetry(request)) {
      this.#options.listener.retried()
      this.#sendAgain(request, nowMs)
    } else {
      this.#finish(request, (listener) => listener.failed(error, nowMs))
    }
  }

  #mayRetry(request: PooledRequest): boolean {
    const { requests, times } = this.#options.policy.staleRetry
    const allowed = requests === 'all' || (requests === 'idempotent' && isIdempotent(request.wire.method))
    return allowed && request.attempts < Math.min(MOST_ATTEMPTS, times + 1) && !this.#closed
  }

  #sendAgain(request: PooledRequest, nowMs: number): void {
    const { delayMs } = this.#options.policy.staleRetry
    if (delayMs === 0) this.machine.acquire(request.claim, nowMs)
    else {
      setTimeout(() => {
        if (this.#requests.numbered(request.number) !== request) return
        this.#decide((laterMs) => this.machine.acquire(request.claim, laterMs))
      }, delayMs)
    }
  }

  #lose(slot: number, nowMs: number): void {
    const connection = this.#connections[slot]
    if (connection?.carries != null) {
      connection.carries.slot = null
      connection.carries = null
    }
    this.machine.lost(slot, 'failed', nowMs)
  }

  #finish(request: PooledRequest, tell: (listener: RequestListener) => void): void {
    if (this.#requests.remove(request)) tell(request.listener)
  }

  /**
   * Runs one step of the machine. What sockets report while a step is under way waits for its end: the machine
   * must not be called from inside its own effects.
   */
  #decide(step: (nowMs: number) => void): void {
    if (this.#deciding) {
      this.#deferred.push(() => step(this.#options.clock()))
      return
    }
    this.#deciding = true
    try {
      step(this.#options.clock())
      for (let next = this.#deferred.shift(); next !== undefined; next = this.#deferred.shift()) next()
    } finally {
      this.#deciding = false
    }
    if (this.machine.dialing === 0) this.#onSettled()
    this.#armTimer()
  }

  #armTimer(): void {
    const dueMs = this.machine.nextDeadlineMs
    if (this.#closed || dueMs >= this.#timerAtMs) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timerAtMs = dueMs
    const delayMs = Math.min(Math.max(1, Math.ceil(dueMs - this.#options.clock())), LONGEST_TIMER_MS)
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Infinity
      this.#decide((nowMs) => this.machine.advance(nowMs))
    }, delayMs)
    this.#timer.unref()
  }
}

/** The pool would not give this request a connection. */
export class PoolRejection extends Error {
  readonly code: RejectReason

  constructor(reason: RejectReason) {
    super(reason === 'wait-timeout' ? 'waited too long for a connection' : 'no connection could be opened')
    this.code = reason
  }
}

const MOST_ATTEMPTS = 6
const LONGEST_TIMER_MS = 2 ** 31 - 1

interface PooledRequest {
  readonly claim: number
  readonly number: number
  readonly wire: WireRequest
  readonly listener: RequestListener
  slot: number | null
  attempts: number
}

interface PooledConnection {
  readonly socket: UndiciConnection
  slot: number | null
  /** The request that it carries now. */
  carries: PooledRequest | null
}
