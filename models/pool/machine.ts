import type { CloseReason } from './close-reason.ts'
import { enlarge } from './enlarge.ts'
import { ExpiryHeap } from './expiry-heap.ts'
import { PoolCounters } from './pool-counters.ts'
import type { PoolPolicy } from './policy.ts'
import type { PoolSettings } from './settings.ts'
import { SlotList } from './slot-list.ts'
import { WaitingLine } from './waiting-line.ts'

/** What the pool decides. Called from inside the pool's methods; must not call back into the pool. */
export interface PoolEffects {
  /** The request may go out on this connection now. `reused`: the connection has carried a request before. */
  assign(request: number, connection: number, reused: boolean): void
  /** Open a new connection, and report with `dialed` or `dialFailed`. */
  dial(connection: number): void
  /** Close this connection; its number may come back as a new one. */
  close(connection: number, reason: CloseReason): void
  /** The request will not get a connection. */
  reject(request: number, reason: RejectReason): void
}

export type RejectReason = 'wait-timeout' | 'dial-failed'

/** How a response left its connection. */
export interface Returned {
  /** False when the response said `Connection: close`. */
  readonly reusable: boolean
  /** `timeout` of the response's `Keep-Alive` header in ms, or `null` when there was none. */
  readonly hintMs: number | null
}

/** An idle connection as one pool hands it to another: see `idleConnections` and `adopt`. */
export interface IdleConnection {
  readonly openedAtMs: number
  readonly idleSinceMs: number
  readonly requestsServed: number
}

const FREE = 0
const DIALING = 1
const BUSY = 2
const IDLE = 3

const NOBODY = -1

/**
 * The connection pool of one client process to one host: time and events go in, decisions come out. It reads
 * no clock and opens no socket, so the live pool and the simulator drive the same code.
 *
 * Times are ms on any clock that does not go back; requests and connections are small non-negative integers.
 * After every call: dialing + busy + idle = open ≤ maxConnsPerHost, idle ≤ maxIdlePerHost, and no request
 * waits while a connection is idle.
 */
export class PoolMachine {
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  readonly counters = new PoolCounters()
  readonly #effects: PoolEffects
  readonly #idle = new SlotList()
  readonly #expiry = new ExpiryHeap()
  /** Requests that any connection will do for. */
  readonly #waiting = new WaitingLine()
  /** Those of them that no dial was started for. */
  readonly #undialed = new WaitingLine()
  readonly #freeSlots: number[] = []
  #state = new Uint8Array(0)
  #boundTo = new Int32Array(0)
  #served = new Int32Array(0)
  #openedAtMs = new Float64Array(0)
  #idleSinceMs = new Float64Array(0)
  #dialing = 0
  #busy = 0

  constructor(settings: PoolSettings, policy: PoolPolicy, effects: PoolEffects) {
    this.settings = settings
    this.policy = policy
    this.#effects = effects
    this.#grow(16)
  }

  get dialing(): number {
    return this.#dialing
  }

  get busy(): number {
    return this.#busy
  }

  get idle(): number {
    return this.#idle.size
  }

  get open(): number {
    return this.#dialing + this.#busy + this.#idle.size
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** When `advance` has something to do next, in ms, or Infinity. */
  get nextDeadlineMs(): number {
    return Math.min(this.#expiry.earliestMs, this.#waiting.earliestMs)
  }

  /** Asks for a connection. Answered by `assign` or `reject`, at once or later. */
  acquire(request: number, nowMs: number): void {
    this.advance(nowMs)
    const slot = this.#pickIdle()
    if (slot >= 0) {
      this.#leaveIdle(slot, nowMs)
      this.#assign(request, slot)
      return
    }
    const mayDial = this.open < this.settings.maxConnsPerHost
    if (mayDial && !this.policy.lateBinding) {
      this.#dial(request)
      return
    }
    if (!mayDial && this.settings.waitTimeoutMs <= 0) {
      this.#effects.reject(request, 'wait-timeout')
      return
    }
    if (mayDial) {
      this.#waiting.join(request, Infinity)
      this.#dial(request)
    } else {
      this.#waiting.join(request, nowMs + this.settings.waitTimeoutMs)
      this.#undialed.join(request, Infinity)
    }
  }

  /** The connection asked for by `dial` is open. */
  dialed(connection: number, nowMs: number): void {
    this.advance(nowMs)
    this.#expect(connection, DIALING)
    this.#dialing--
    this.#openedAtMs[connection] = nowMs
    const bound = this.#boundTo[connection] as number
    if (!this.policy.lateBinding && bound !== NOBODY) this.#assign(bound, connection)
    else if (this.#waiting.size > 0) this.#assign(this.#nextWaiting(bound), connection)
    else this.#enterIdle(connection, nowMs, this.settings.idleTimeoutMs)
    this.counters.observe(this.open, this.#idle.size)
  }

  /** The connection asked for by `dial` could not be opened: the request that asked for it is rejected. */
  dialFailed(connection: number, nowMs: number): void {
    this.advance(nowMs)
    this.#expect(connection, DIALING)
    this.#dialing--
    this.#free(connection, 'dial-failed')
    const request = this.#boundTo[connection] as number
    const stillWaits = this.policy.lateBinding ? this.#leaveLine(request) : request !== NOBODY
    if (stillWaits) this.#effects.reject(request, 'dial-failed')
    this.#dialForWaiting()
  }

  /** A response has been read to its end and its connection is free again. */
  release(connection: number, returned: Returned, nowMs: number): void {
    this.advance(nowMs)
    this.#expect(connection, BUSY)
    this.#busy--
    const served = (this.#served[connection] as number) + 1
    this.#served[connection] = served
    const idleLimitMs = this.#idleLimitAfter(returned)
    if (!returned.reusable || (idleLimitMs <= 0 && this.policy.serverHint.kind === 'replace')) {
      this.#close(connection, 'server-asked')
    } else if (served >= this.settings.maxRequestsPerConn) {
      this.#close(connection, 'max-requests')
    } else if (nowMs - (this.#openedAtMs[connection] as number) > this.settings.maxLifetimeMs) {
      this.#close(connection, 'lifetime')
    } else if (this.#waiting.size > 0) {
      this.#assign(this.#nextWaiting(), connection)
      return
    } else if (idleLimitMs <= 0) {
      this.#close(connection, 'server-asked')
    } else {
      this.#enterIdle(connection, nowMs, idleLimitMs)
      return
    }
    this.#dialForWaiting()
  }

  /** A busy or idle connection is gone: the server closed it, or a request on it failed. */
  lost(connection: number, reason: 'peer-closed' | 'failed', nowMs: number): void {
    this.advance(nowMs)
    const state = this.#state[connection]
    if (state === BUSY) this.#busy--
    else if (state === IDLE) this.#leaveIdle(connection, nowMs)
    else return
    this.#close(connection, reason)
    this.#dialForWaiting()
  }

  /** A request that has no connection yet is given up by its caller. */
  cancel(request: number, nowMs: number): void {
    this.advance(nowMs)
    this.#leaveLine(request)
    for (let slot = 0; slot < this.#state.length; slot++) {
      if (this.#state[slot] === DIALING && this.#boundTo[slot] === request) this.#boundTo[slot] = NOBODY
    }
  }

  /** Does what is due by now: expires idle connections and rejects requests that have waited too long. */
  advance(nowMs: number): void {
    while (this.#expiry.earliestMs < nowMs) {
      const slot = this.#expiry.earliest
      const atMs = this.#expiry.earliestMs
      const aged = atMs === (this.#openedAtMs[slot] as number) + this.settings.maxLifetimeMs
      this.#leaveIdle(slot, atMs)
      this.#close(slot, aged ? 'lifetime' : 'idle-expired')
    }
    while (this.#waiting.earliestMs < nowMs) {
      const request = this.#waiting.earliest
      this.#leaveLine(request)
      this.#effects.reject(request, 'wait-timeout')
    }
  }

  /** Closes every idle connection; busy ones are closed as they are returned or lost. */
  closeIdle(nowMs: number): void {
    this.advance(nowMs)
    while (this.#idle.size > 0) {
      const slot = this.#idle.first
      this.#leaveIdle(slot, nowMs)
      this.#close(slot, 'shutdown')
    }
  }

  /** The idle connections, the one returned first first. */
  idleConnections(): IdleConnection[] {
    const connections: IdleConnection[] = []
    for (let slot = this.#idle.first; slot >= 0; slot = this.#idle.after(slot)) {
      connections.push({
        openedAtMs: this.#openedAtMs[slot] as number,
        idleSinceMs: this.#idleSinceMs[slot] as number,
        requestsServed: this.#served[slot] as number,
      })
    }
    return connections
  }

  /**
   * Takes over a connection that is open and idle already, as if this pool had kept it itself. Adopt in the
   * order of `idleSinceMs`. It is not counted as dialed.
   *
   * @returns the connection's number
   * @throws RangeError when the settings leave no room for another idle connection
   */
  adopt(connection: IdleConnection): number {
    if (this.#idle.size >= this.settings.maxIdlePerHost || this.open >= this.settings.maxConnsPerHost) {
      throw new RangeError('the pool has no room for another idle connection')
    }
    const slot = this.#takeSlot()
    this.#openedAtMs[slot] = connection.openedAtMs
    this.#served[slot] = connection.requestsServed
    this.#enterIdle(slot, connection.idleSinceMs, this.settings.idleTimeoutMs)
    return slot
  }

  #pickIdle(): number {
    if (this.policy.pick === 'lifo') return this.#idle.last
    if (this.policy.pick === 'fifo') return this.#idle.first
    if (this.#idle.size === 0) return NOBODY
    let slot = 0
    while (this.#state[slot] !== IDLE) slot++
    return slot
  }

  #assign(request: number, slot: number): void {
    this.#state[slot] = BUSY
    this.#busy++
    if (this.#busy > this.counters.peakBusy) this.counters.peakBusy = this.#busy
    const reused = (this.#served[slot] as number) > 0
    if (reused) this.counters.reused++
    this.#effects.assign(request, slot, reused)
  }

  #dial(request: number): void {
    const slot = this.#takeSlot()
    this.#state[slot] = DIALING
    this.#boundTo[slot] = request
    this.#served[slot] = 0
    this.#dialing++
    this.counters.dialed++
    this.counters.observe(this.open, this.#idle.size)
    this.#effects.dial(slot)
  }

  /** A place under `maxConnsPerHost` has come free: a request that waits without a dial of its own gets one. */
  #dialForWaiting(): void {
    while (this.#undialed.size > 0 && this.open < this.settings.maxConnsPerHost) {
      const request = this.#undialed.shift()
      if (!this.policy.lateBinding) this.#waiting.leave(request)
      this.#dial(request)
    }
  }

  /** @param heir request that gets the dial under way for the one taken, if there is such a dial */
  #nextWaiting(heir = NOBODY): number {
    const request = this.#waiting.shift()
    this.#undialed.leave(request)
    const isItsDial = (other: number, slot: number) => other === request && this.#state[slot] === DIALING
    const dial = this.#dialing > 0 ? this.#boundTo.findIndex(isItsDial) : NOBODY
    if (dial >= 0) this.#boundTo[dial] = heir
    return request
  }

  #leaveLine(request: number): boolean {
    this.#undialed.leave(request)
    return this.#waiting.leave(request)
  }

  #enterIdle(slot: number, nowMs: number, idleLimitMs: number): void {
    if (this.#idle.size >= this.settings.maxIdlePerHost) {
      if (this.policy.overflow === 'close-returned' || this.settings.maxIdlePerHost === 0) {
        this.#close(slot, 'overflow')
        return
      }
      const oldest = this.#idle.first
      this.#leaveIdle(oldest, nowMs)
      this.#close(oldest, 'evicted')
    }
    this.#state[slot] = IDLE
    this.#idleSinceMs[slot] = nowMs
    this.#idle.append(slot)
    const diesAtMs = (this.#openedAtMs[slot] as number) + this.settings.maxLifetimeMs
    this.#expiry.add(slot, Math.min(nowMs + idleLimitMs, diesAtMs))
    this.counters.observe(this.open, this.#idle.size)
  }

  #leaveIdle(slot: number, nowMs: number): void {
    this.#idle.remove(slot)
    this.#expiry.remove(slot)
    this.counters.idleMs += nowMs - (this.#idleSinceMs[slot] as number)
  }

  #idleLimitAfter(returned: Returned): number {
    const rule = this.policy.serverHint
    const ownMs = this.settings.idleTimeoutMs
    if (returned.hintMs === null || rule.kind === 'ignore') return ownMs
    const hintMs = returned.hintMs - rule.marginMs
    if (rule.kind === 'replace') return Math.min(hintMs, rule.ceilingMs)
    if (rule.kind === 'shorten-if-set' && ownMs === Infinity) return hintMs === 0 ? 0 : ownMs
    return Math.min(ownMs, hintMs)
  }

  #close(slot: number, reason: CloseReason): void {
    this.#free(slot, reason)
    this.#effects.close(slot, reason)
  }

  #free(slot: number, reason: CloseReason): void {
    this.#state[slot] = FREE
    this.#freeSlots.push(slot)
    this.counters.closed[reason]++
  }

  #takeSlot(): number {
    if (this.#freeSlots.length === 0) this.#grow(2 * this.#state.length)
    if (this.policy.pick !== 'first-fit') return this.#freeSlots.pop() as number
    let lowest = 0
    for (let i = 1; i < this.#freeSlots.length; i++) {
      if ((this.#freeSlots[i] as number) < (this.#freeSlots[lowest] as number)) lowest = i
    }
    return this.#freeSlots.splice(lowest, 1)[0] as number
  }

  #grow(capacity: number): void {
    const before = this.#state.length
    this.#state = enlarge(this.#state, new Uint8Array(capacity))
    this.#boundTo = enlarge(this.#boundTo, new Int32Array(capacity))
    this.#served = enlarge(this.#served, new Int32Array(capacity))
    this.#openedAtMs = enlarge(this.#openedAtMs, new Float64Array(capacity))
    this.#idleSinceMs = enlarge(this.#idleSinceMs, new Float64Array(capacity))
    this.#idle.grow(capacity)
    this.#expiry.grow(capacity)
    for (let slot = capacity - 1; slot >= before; slot--) this.#freeSlots.push(slot)
  }

  #expect(connection: number, state: number): void {
    if (this.#state[connection] !== state) {
      throw new RangeError(
        `connection ${connection} is ${stateNames[this.#state[connection] ?? FREE]}, not ${stateNames[state]}`,
      )
    }
  }
}

const stateNames = ['closed', 'dialing', 'busy', 'idle']
