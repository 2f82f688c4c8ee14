import { enlarge } from './enlarge.ts'

/**
 * A doubly linked list over slot numbers, held in two typed arrays: entering, leaving from anywhere and
 * looking at either end are O(1) and allocate nothing. A slot is in the list at most once.
 */
export class SlotList {
  #next = new Int32Array(0)
  #previous = new Int32Array(0)
  #first = NONE
  #last = NONE
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The slot that entered first, or −1. */
  get first(): number {
    return this.#first
  }

  /** The slot that entered last, or −1. */
  get last(): number {
    return this.#last
  }

  /** The slot that entered after this one, or −1. */
  after(slot: number): number {
    return this.#next[slot] ?? NONE
  }

  grow(capacity: number): void {
    this.#next = enlarge(this.#next, new Int32Array(capacity))
    this.#previous = enlarge(this.#previous, new Int32Array(capacity))
  }

  append(slot: number): void {
    this.#next[slot] = NONE
    this.#previous[slot] = this.#last
    if (this.#last === NONE) this.#first = slot
    else this.#next[this.#last] = slot
    this.#last = slot
    this.#size++
  }

  remove(slot: number): void {
    const next = this.#next[slot] as number
    const previous = this.#previous[slot] as number
    if (previous === NONE) this.#first = next
    else this.#next[previous] = next
    if (next === NONE) this.#last = previous
    else this.#previous[next] = previous
    this.#size--
  }
}

const NONE = -1
