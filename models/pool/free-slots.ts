import { enlarge } from './enlarge.ts'
import { SlotHeap } from './slot-heap.ts'

/** Slots without a connection: the one freed last first, or the lowest first where slots have an order. */
export class FreeSlots {
  readonly #heap: SlotHeap | null
  #stack = new Int32Array(0)
  #size = 0

  constructor(lowestFirst: boolean) {
    this.#heap = lowestFirst ? new SlotHeap() : null
  }

  get size(): number {
    return this.#size
  }

  /** The lowest free slot, where slots have an order; −1 when none is free, or they have none. */
  get lowest(): number {
    return this.#heap === null ? -1 : this.#heap.lowest
  }

  add(slot: number): void {
    if (this.#heap === null) this.#stack[this.#size] = slot
    else this.#heap.add(slot, slot)
    this.#size++
  }

  /** Call only when `size` > 0. */
  take(): number {
    this.#size--
    if (this.#heap === null) return this.#stack[this.#size] as number
    const slot = this.#heap.lowest
    this.#heap.remove(slot)
    return slot
  }

  /** Adds the slots from `from` up to `capacity`. */
  grow(from: number, capacity: number): void {
    this.#stack = enlarge(this.#stack, new Int32Array(capacity))
    this.#heap?.grow(capacity)
    for (let slot = capacity - 1; slot >= from; slot--) this.add(slot)
  }
}
