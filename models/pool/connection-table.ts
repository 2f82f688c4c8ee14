import { enlarge } from './enlarge.ts'
import { FreeSlots } from './free-slots.ts'

const FREE = 0
export const DIALING = 1
export const BUSY = 2
export const IDLE = 3

const stateNames = ['closed', 'dialing', 'busy', 'idle']

/** What a pool knows of each connection, by slot, in typed arrays that are replaced as they grow. */
export class ConnectionTable {
  state = new Uint8Array(0)
  /** The request that a dial is for, or −1. */
  boundTo = new Int32Array(0)
  served = new Int32Array(0)
  /** Whether it is closed after the request that it carries, and why; `Retirement` knows the codes. */
  retires = new Uint8Array(0)
  openedAtMs = new Float64Array(0)
  idleSinceMs = new Float64Array(0)
  /** Place in the order of creation. */
  created = new Float64Array(0)
  readonly #free: FreeSlots
  #creations = 0

  /** @param lowestFirst whether new connections get the lowest free slot */
  constructor(lowestFirst: boolean) {
    this.#free = new FreeSlots(lowestFirst)
    this.#grow(16)
  }

  get capacity(): number {
    return this.state.length
  }

  /** Whether a lower slot is free, where slots have an order. */
  hasFreeBelow(slot: number): boolean {
    return this.#free.lowest >= 0 && this.#free.lowest < slot
  }

  /** A new connection. @returns its slot */
  create(state: number): number {
    if (this.#free.size === 0) this.#grow(2 * this.capacity)
    const slot = this.#free.take()
    this.state[slot] = state
    this.boundTo[slot] = -1
    this.served[slot] = 0
    this.retires[slot] = 0
    this.created[slot] = this.#creations++
    return slot
  }

  free(slot: number): void {
    this.state[slot] = FREE
    this.#free.add(slot)
  }

  /** @throws RangeError when the connection is in another state */
  expect(slot: number, state: number): void {
    if (this.state[slot] === state) return
    throw new RangeError(
      `connection ${slot} is ${stateNames[this.state[slot] ?? FREE]}, not ${stateNames[state]}`,
    )
  }

  #grow(capacity: number): void {
    const before = this.capacity
    this.state = enlarge(this.state, new Uint8Array(capacity))
    this.boundTo = enlarge(this.boundTo, new Int32Array(capacity))
    this.served = enlarge(this.served, new Int32Array(capacity))
    this.retires = enlarge(this.retires, new Uint8Array(capacity))
    this.openedAtMs = enlarge(this.openedAtMs, new Float64Array(capacity))
    this.idleSinceMs = enlarge(this.idleSinceMs, new Float64Array(capacity))
    this.created = enlarge(this.created, new Float64Array(capacity))
    this.#free.grow(before, capacity)
  }
}
