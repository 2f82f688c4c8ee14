import { type ConnectionTable, DIALING } from './connection-table.ts'
import { enlarge } from './enlarge.ts'
import type { RejectReason } from './pool-effects.ts'
import type { PoolSettings } from './settings.ts'
import { WaitingLine } from './waiting-line.ts'

const NOBODY = -1
const NOTHING = -1

/**
 * The requests that wait for a connection, and which dial under way is for which request. Without late binding
 * a request that a dial is for does not wait in line.
 */
export class RequestLine {
  readonly #table: ConnectionTable
  /** Requests that any connection will do for. */
  readonly #waiting = new WaitingLine()
  /** Those of them that no dial was started for: they wait for a place to come free, and not for ever. */
  readonly #undialed = new WaitingLine()
  #waitTimeoutMs: number
  #maxWaiting: number
  /** By request: the dial that is for it. */
  #dialOf = new Int32Array(0)
  /** By request: since when it has waited for a place to come free. */
  #sinceMs = new Float64Array(0)
  /** Dials under way that are for no request. */
  #unboundDials = 0

  constructor(settings: PoolSettings, table: ConnectionTable) {
    this.#table = table
    this.#waitTimeoutMs = settings.waitTimeoutMs
    this.#maxWaiting = settings.maxWaiting
  }

  /** Other limits hold from now on: the wait timeout for those in line too, the length of the line for newcomers. */
  reconfigure({ waitTimeoutMs, maxWaiting }: PoolSettings): void {
    this.#waitTimeoutMs = waitTimeoutMs
    this.#maxWaiting = maxWaiting
  }

  get waiting(): number {
    return this.#waiting.size
  }

  get undialed(): number {
    return this.#undialed.size
  }

  /** The earliest moment at which a request gives up, in ms, or Infinity. */
  get earliestMs(): number {
    const first = this.#undialed.first
    return first < 0 ? Infinity : (this.#sinceMs[first] as number) + this.#waitTimeoutMs
  }

  /** Whether the request that gives up first has waited for longer than it may. */
  isOverdue(nowMs: number): boolean {
    return this.#undialed.size > 0 && (this.#waitTimeoutMs <= 0 || this.earliestMs < nowMs)
  }

  /** The request without a dial that has waited longest, and gives up first, or −1. */
  get firstUndialed(): number {
    return this.#undialed.first
  }

  /** The request waits, and a dial is under way for it. */
  joinDialed(request: number): void {
    this.#waiting.join(request)
  }

  /**
   * The request waits for a place to come free, if the limits let it. Call in the order of time.
   *
   * @returns why it may not wait, or `null`
   */
  waitForRoom(request: number, nowMs: number): RejectReason | null {
    if (this.#waitTimeoutMs <= 0) return 'wait-timeout'
    if (this.#undialed.size >= this.#maxWaiting) return 'line-full'
    if (request >= this.#sinceMs.length) this.#grow(request)
    this.#sinceMs[request] = nowMs
    this.#waiting.join(request)
    this.#undialed.join(request)
    return null
  }

  leave(request: number): void {
    this.#undialed.leave(request)
    this.#waiting.leave(request)
  }

  /** The request waits on, with a dial of its own, for as long as that takes. */
  leaveUndialed(request: number): void {
    this.#undialed.leave(request)
  }

  /** The request is not to get a connection any more; a dial for it is for nobody then. */
  giveUp(request: number): void {
    this.leave(request)
    const dial = this.#dialOf[request] ?? NOTHING
    if (dial !== NOTHING) this.#abandon(request, dial)
  }

  bind(dial: number, request: number): void {
    if (request >= this.#dialOf.length) this.#grow(request)
    this.#table.boundTo[dial] = request
    this.#dialOf[request] = dial
  }

  /** The dial has come to its end. @returns the request that it was for, or −1 */
  unbind(dial: number): number {
    const request = this.#table.boundTo[dial] as number
    this.#table.boundTo[dial] = NOBODY
    if (request === NOBODY) this.#unboundDials--
    else this.#dialOf[request] = NOTHING
    return request
  }

  /**
   * Takes the request that has waited longest. Call only when one waits.
   *
   * @param heir request that gets the dial under way for the one taken, if there is such a dial, or −1
   */
  takeFirst(heir: number): number {
    const request = this.#waiting.first
    this.leave(request)
    const dial = this.#dialOf[request] ?? NOTHING
    if (dial === NOTHING) return request
    this.#abandon(request, dial)
    if (heir !== NOBODY) {
      this.#unboundDials--
      this.bind(dial, heir)
    }
    return request
  }

  /**
   * The request waits for the dial for nobody that was started first, which is for it from now on. There must be
   * such a dial, and no request that waits without one.
   *
   * @returns whether that is so
   */
  adoptDial(request: number): boolean {
    if (this.#unboundDials === 0 || this.#undialed.size > 0) return false
    const { state, boundTo, created } = this.#table
    let earliest = NOTHING
    for (let slot = 0; slot < this.#table.capacity; slot++) {
      if (state[slot] !== DIALING || boundTo[slot] !== NOBODY) continue
      if (earliest < 0 || (created[slot] as number) < (created[earliest] as number)) earliest = slot
    }
    this.#unboundDials--
    this.bind(earliest, request)
    this.joinDialed(request)
    return true
  }

  #abandon(request: number, dial: number): void {
    this.#dialOf[request] = NOTHING
    this.#table.boundTo[dial] = NOBODY
    this.#unboundDials++
  }

  #grow(request: number): void {
    const known = this.#dialOf.length
    const capacity = Math.max(16, 2 * known, request + 1)
    this.#dialOf = enlarge(this.#dialOf, new Int32Array(capacity))
    this.#dialOf.fill(NOTHING, known)
    this.#sinceMs = enlarge(this.#sinceMs, new Float64Array(capacity))
  }
}
