import { enlarge } from './enlarge.ts'
import { SlotList } from './slot-list.ts'

/**
 * Requests that wait for a connection, first come, first served. Requests are small non-negative integers; nothing
 * is allocated once it has grown.
 */
export class WaitingLine {
  readonly #order = new SlotList()
  #waits = new Uint8Array(0)

  get size(): number {
    return this.#order.size
  }

  /** The request that has waited longest, or −1. */
  get first(): number {
    return this.#order.first
  }

  join(request: number): void {
    if (request >= this.#waits.length) this.#grow(request)
    this.#waits[request] = 1
    this.#order.append(request)
  }

  /** Does nothing when the request does not wait. */
  leave(request: number): void {
    if (this.#waits[request] !== 1) return
    this.#waits[request] = 0
    this.#order.remove(request)
  }

  #grow(request: number): void {
    const capacity = Math.max(16, 2 * this.#waits.length, request + 1)
    this.#waits = enlarge(this.#waits, new Uint8Array(capacity))
    this.#order.grow(capacity)
  }
}
