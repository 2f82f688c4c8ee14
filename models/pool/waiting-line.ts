import { enlarge } from './enlarge.ts'
import { SlotList } from './slot-list.ts'

/**
 * Requests that wait for a connection, first come, first served; each may have a deadline. Requests are small
 * non-negative integers; deadlines must be joined in ascending order. Nothing is allocated once it has grown.
 */
export class WaitingLine {
  readonly #order = new SlotList()
  /** Those with a deadline. */
  readonly #timed = new SlotList()
  #deadlineMs = new Float64Array(0)
  #waits = new Uint8Array(0)

  get size(): number {
    return this.#order.size
  }

  /** @param deadlineMs when the request gives up, or Infinity */
  join(request: number, deadlineMs: number): void {
    if (request >= this.#waits.length) this.#grow(request)
    this.#deadlineMs[request] = deadlineMs
    this.#waits[request] = 1
    this.#order.append(request)
    if (deadlineMs !== Infinity) this.#timed.append(request)
  }

  /** The request that has waited longest, or −1. */
  get first(): number {
    return this.#order.first
  }

  /** Does nothing when the request does not wait. */
  leave(request: number): void {
    if (this.#waits[request] !== 1) return
    this.#waits[request] = 0
    this.#order.remove(request)
    if (this.#deadlineMs[request] !== Infinity) this.#timed.remove(request)
  }

  /** The request waits on for as long as it takes. */
  dropDeadline(request: number): void {
    if (this.#waits[request] !== 1 || this.#deadlineMs[request] === Infinity) return
    this.#deadlineMs[request] = Infinity
    this.#timed.remove(request)
  }

  /** The request with the earliest deadline, or −1. */
  get earliest(): number {
    return this.#timed.first
  }

  /** The earliest deadline in ms, or Infinity. */
  get earliestMs(): number {
    const earliest = this.#timed.first
    return earliest < 0 ? Infinity : (this.#deadlineMs[earliest] as number)
  }

  #grow(request: number): void {
    const capacity = Math.max(16, 2 * this.#waits.length, request + 1)
    this.#waits = enlarge(this.#waits, new Uint8Array(capacity))
    this.#deadlineMs = enlarge(this.#deadlineMs, new Float64Array(capacity))
    this.#order.grow(capacity)
    this.#timed.grow(capacity)
  }
}
