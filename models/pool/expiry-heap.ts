import { enlarge } from './enlarge.ts'

/**
 * A binary min-heap of slots by expiry time, with removal by slot: the pool asks it which idle connection
 * expires next. A connection returned last usually expires last, so entering and leaving at the bottom is the
 * common case and costs one comparison.
 */
export class ExpiryHeap {
  #slots = new Int32Array(0)
  #expiresAt = new Float64Array(0)
  #position = new Int32Array(0)
  #size = 0

  /** The slot with the earliest expiry, or −1. */
  get earliest(): number {
    return this.#size === 0 ? -1 : (this.#slots[0] as number)
  }

  /** The earliest expiry in ms, or Infinity when there is none. */
  get earliestMs(): number {
    return this.#size === 0 ? Infinity : (this.#expiresAt[this.#slots[0] as number] as number)
  }

  expiresAtMs(slot: number): number {
    return this.#expiresAt[slot] as number
  }

  grow(capacity: number): void {
    this.#slots = enlarge(this.#slots, new Int32Array(capacity))
    this.#expiresAt = enlarge(this.#expiresAt, new Float64Array(capacity))
    this.#position = enlarge(this.#position, new Int32Array(capacity))
  }

  add(slot: number, expiresAtMs: number): void {
    this.#expiresAt[slot] = expiresAtMs
    this.#rise(this.#size++, slot)
  }

  remove(slot: number): void {
    const hole = this.#position[slot] as number
    const moved = this.#slots[--this.#size] as number
    if (moved === slot) return
    this.#sink(hole, moved)
    if (this.#slots[hole] === moved) this.#rise(hole, moved)
  }

  #rise(from: number, slot: number): void {
    const key = this.#expiresAt[slot] as number
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.#slots[parent] as number
      if ((this.#expiresAt[above] as number) <= key) break
      this.#place(at, above)
      at = parent
    }
    this.#place(at, slot)
  }

  #sink(from: number, slot: number): void {
    const key = this.#expiresAt[slot] as number
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && this.#keyAt(child + 1) < this.#keyAt(child)) child++
      if (this.#keyAt(child) >= key) break
      this.#place(at, this.#slots[child] as number)
      at = child
    }
    this.#place(at, slot)
  }

  #keyAt(position: number): number {
    return this.#expiresAt[this.#slots[position] as number] as number
  }

  #place(position: number, slot: number): void {
    this.#slots[position] = slot
    this.#position[slot] = position
  }
}
