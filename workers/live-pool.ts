import type { IdleConnection } from '../models/pool/idle-connection.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import type { PoolEffects, RejectReason, Returned } from '../models/pool/pool-effects.ts'
import type { PoolPolicy } from '../models/pool/policy.ts'
import { SharedLimits } from '../models/pool/shared-limits.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import { isIdempotent } from '../models/requests/idempotent.ts'
import type { Dial, DialTimes, WireRequest } from './connection.ts'
import { type ConnectionEvents, PooledConnection } from './pooled-connection.ts'
import type { PooledRequest, RequestListener } from './pooled-request.ts'
import { RequestRegister } from './request-register.ts'

/** Told about every connection, for counting and timing. */
export interface PoolListener {
  dialed(times: DialTimes, durationMs: number): void
  /** A request is sent again after a stale connection failed. */
  retried(): void
  /** The server did something wrong on a connection that carried no request, or after its response. */
  connectionError(error: Error): void
}

export interface LivePoolOptions<Request> {
  readonly dial: Dial<Request>
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  /** Monotonic clock in ms. */
  readonly clock: () => number
  readonly listener: PoolListener
  /** Whether a request can be sent a second time at all; a stream that was read cannot. */
  readonly isRepeatable?: (request: Request) => boolean
}

/** The pool machine bound to real connections: what it decides is done on sockets, and what they do is told to it. */
export class LivePool<Request extends { readonly method: string } = WireRequest> {
  readonly machine: PoolMachine
  /** Called after each step of the machine, with the time at which it was taken. */
  onStep: ((nowMs: number) => void) | null = null
  /** The shortest idle time that the server has announced (`Keep-Alive: timeout=`), in ms; `null` before it has. */
  shortestHintMs: number | null = null
  readonly #options: LivePoolOptions<Request>
  readonly #connections: Array<PooledConnection<Request> | undefined> = []
  readonly #requests = new RequestRegister<PooledRequest<Request>>()
  readonly #events: ConnectionEvents<Request>
  /** Steps that wait for the end of the one under way; places are kept for the next ones. */
  readonly #deferred: Array<((nowMs: number) => void) | null> = []
  #deferredCount = 0
  readonly #returned: { -readonly [Key in keyof Returned]: Returned[Key] } = { reusable: true, hintMs: null }
  #deciding = false
  /** When the step under way began. */
  #nowMs = 0
  #timer: NodeJS.Timeout | null = null
  #timerAtMs = Infinity
  #closed = false
  #onSettled: (() => void) | null = null
  #dialError: Error | null = null

  constructor(options: LivePoolOptions<Request>) {
    this.#options = options
    const { settings, policy, clock } = options
    const shared = mayNeedSharedLimits(settings, policy) ? new SharedLimits(settings, policy) : null
    this.machine = new PoolMachine(settings, policy, this.#effects(), clock(), shared)
    this.#events = this.#connectionEvents()
  }

  /** Requests that have not ended yet. */
  get inFlight(): number {
    return this.#requests.size
  }

  /** Sends a request as soon as the pool has a connection for it. @returns the request, for `abort` */
  request(wire: Request, listener: RequestListener): PooledRequest<Request> {
    const request: PooledRequest<Request> = { wire, listener, claim: -1, connection: null, attempts: 0 }
    this.#requests.add(request)
    this.#decide((nowMs) => this.#acquire(request, nowMs))
    return request
  }

  /** Gives up on a request wherever it is; its connection, if it has one, is closed. */
  abort(request: PooledRequest<Request>, error: Error): void {
    if (request.claim < 0) return
    this.#decide((nowMs) => {
      if (request.claim < 0) return
      if (request.connection === null) this.machine.cancel(request.claim, nowMs)
      else this.#lose(request.connection, nowMs)
      if (this.#requests.remove(request)) request.listener.failed(error, nowMs)
    })
  }

  /**
   * Other settings from now on; no request is dropped for it. What becomes of connections that are open already is
   * said at `PoolMachine.reconfigure`.
   */
  reconfigure(settings: PoolSettings): void {
    this.#decide((nowMs) => this.machine.reconfigure(settings, nowMs))
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
      for (const connection of opened) connection.destroy()
      throw failed?.reason ?? new Error('the pool was closed while it was primed')
    }
    const nowMs = this.#options.clock()
    for (const [i, connection] of idle.entries()) {
      const slot = this.machine.adopt({
        openedAtMs: nowMs + connection.openedAtMs,
        idleSinceMs: nowMs + connection.idleSinceMs,
        requestsServed: connection.requestsServed,
      })
      const pooled = opened[i] as PooledConnection<Request>
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
    for (const request of requests.filter(({ connection }) => connection === null)) this.abort(request, error)
    for (const request of requests) this.abort(request, error)
    this.machine.closeIdle(this.#options.clock())
    for (const connection of this.#connections) connection?.destroy()
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

  #connectionEvents(): ConnectionEvents<Request> {
    return {
      opened: (connection, times) => {
        this.#options.listener.dialed(times, this.#options.clock() - connection.dialedAtMs)
        this.#decide((nowMs) => this.machine.dialed(connection.slot, nowMs))
      },
      dialFailed: (connection, error) => {
        this.#dialError = error
        this.#decide((nowMs) => {
          // First: the machine may give the slot to a new dial at once.
          this.#connections[connection.slot] = undefined
          this.machine.dialFailed(connection.slot, nowMs)
        })
      },
      closed: (connection, error) => this.#idleClosed(connection, error),
      completed: (connection, reusable, excess) => {
        if (excess !== undefined) this.#options.listener.connectionError(excess)
        this.#decide((nowMs) => this.#completed(connection, reusable, nowMs))
      },
      broken: (connection, error, stale) => {
        this.#decide((nowMs) => this.#broken(connection, error, stale, nowMs))
      },
    }
  }

  #acquire(request: PooledRequest<Request>, nowMs: number): void {
    if (request.claim >= 0) this.machine.acquire(request.claim, nowMs)
  }

  /** The server may have closed some of them while the others were opened. */
  #dropClosed(connections: readonly PooledConnection<Request>[]): void {
    for (const { slot, isOpen } of connections) {
      if (slot >= 0 && !isOpen) this.machine.lost(slot, 'peer-closed', this.#options.clock())
    }
  }

  #send(claim: number, slot: number, reused: boolean): void {
    const request = this.#requests.claiming(claim)
    const connection = this.#connections[slot]
    if (request === undefined || connection === undefined)
      throw new Error('the pool assigned what it has not got')
    request.connection = connection
    request.attempts++
    request.listener.sent(this.#nowMs, reused ? null : connection.dial)
    connection.send(request, reused)
  }

  #dial(slot: number): void {
    const connection = new PooledConnection(this.#events, this.#options.clock())
    connection.slot = slot
    this.#connections[slot] = connection.over(this.#options.dial(connection))
  }

  #openUnpooled(): Promise<PooledConnection<Request>> {
    return new Promise((resolve, reject) => {
      const events: ConnectionEvents<Request> = {
        ...this.#events,
        opened: (opened) => resolve(opened),
        dialFailed: (_connection, error) => reject(error),
      }
      const connection = new PooledConnection(events, this.#options.clock())
      connection.over(this.#options.dial(connection))
    })
  }

  #idleClosed(connection: PooledConnection<Request>, error: Error | null): void {
    if (error !== null) this.#options.listener.connectionError(error)
    const { slot } = connection
    if (slot < 0 || this.#connections[slot] !== connection) return
    if (this.#options.policy.seesClose === 'when-used') return
    this.#decide((nowMs) => this.machine.lost(slot, 'peer-closed', nowMs))
  }

  #close(slot: number): void {
    this.#connections[slot]?.destroy()
    this.#connections[slot] = undefined
  }

  #reject(claim: number, reason: RejectReason): void {
    const request = this.#requests.claiming(claim)
    if (request === undefined) return
    const error = (reason === 'dial-failed' && this.#dialError) || new PoolRejection(reason)
    if (this.#requests.remove(request)) request.listener.failed(error, this.#options.clock())
  }

  #completed(connection: PooledConnection<Request>, reusable: boolean, nowMs: number): void {
    const request = connection.carries
    if (request === null) return
    connection.carries = null
    request.connection = null
    if (this.#requests.remove(request)) request.listener.done(nowMs)
    const { hintMs } = connection
    if (hintMs !== null && hintMs < (this.shortestHintMs ?? Infinity)) this.shortestHintMs = hintMs
    this.#returned.reusable = reusable
    this.#returned.hintMs = hintMs
    this.machine.release(connection.slot, this.#returned, nowMs)
  }

  #broken(connection: PooledConnection<Request>, error: Error, stale: boolean, nowMs: number): void {
    const request = connection.carries
    if (request === null) return
    this.#lose(connection, nowMs)
    if (stale && this.#mayRetry(request)) {
      this.#options.listener.retried()
      this.#sendAgain(request, nowMs)
    } else if (this.#requests.remove(request)) {
      request.listener.failed(error, nowMs)
    }
  }

  #mayRetry(request: PooledRequest<Request>): boolean {
    const { requests, times } = this.#options.policy.staleRetry
    const allowed = requests === 'all' || (requests === 'idempotent' && isIdempotent(request.wire.method))
    if (!allowed || this.#closed || this.#options.isRepeatable?.(request.wire) === false) return false
    return request.attempts < Math.min(MOST_ATTEMPTS, times + 1)
  }

  #sendAgain(request: PooledRequest<Request>, nowMs: number): void {
    const { delayMs } = this.#options.policy.staleRetry
    if (delayMs === 0) this.#acquire(request, nowMs)
    else setTimeout(() => this.#decide((laterMs) => this.#acquire(request, laterMs)), delayMs)
  }

  #lose(connection: PooledConnection<Request>, nowMs: number): void {
    if (connection.carries !== null) connection.carries.connection = null
    connection.carries = null
    this.machine.lost(connection.slot, 'failed', nowMs)
  }

  /**
   * Runs one step of the machine. What sockets report while a step is under way waits for its end: the machine
   * must not be called from inside its own effects.
   */
  #decide(step: (nowMs: number) => void): void {
    if (this.#deciding) {
      this.#deferred[this.#deferredCount++] = step
      return
    }
    this.#deciding = true
    try {
      this.#take(step)
      for (let i = 0; i < this.#deferredCount; i++) {
        const deferred = this.#deferred[i]
        this.#deferred[i] = null
        if (deferred != null) this.#take(deferred)
      }
    } finally {
      this.#deferredCount = 0
      this.#deciding = false
    }
    if (this.#onSettled !== null && this.machine.dialing === 0) this.#onSettled()
    this.#armTimer()
  }

  #take(step: (nowMs: number) => void): void {
    this.#nowMs = this.#options.clock()
    step(this.#nowMs)
    this.onStep?.(this.#nowMs)
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

/** Now, or once other settings are wanted: a pool cannot begin to share limits while it runs. */
function mayNeedSharedLimits(settings: PoolSettings, policy: PoolPolicy): boolean {
  const { allHosts, idleCapScope, connCapScope } = policy
  const ofHost = idleCapScope === 'host' && connCapScope === 'host'
  if (ofHost && (allHosts.maxIdle < Infinity || allHosts.maxConns < Infinity)) return true
  return SharedLimits.areNeeded(settings, policy, 1)
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
