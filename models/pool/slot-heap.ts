import { enlarge } from './enlarge.ts'

/**
 * A binary min-heap of slots by a key, with removal by slot: which idle connection closes next, which was
 * created first, which slot is the lowest. A connection returned last usually closes last, so entering and
 * leaving at the bottom is the common case and costs one comparison.
 */
export class SlotHeap {
  #slots = new Int32Array(0)
  #key = new Float64Array(0)
  #position = new Int32Array(0)
  #size = 0
  #lowestKey = Infinity

  /** The slot with the lowest key, or −1. */
  get lowest(): number {
    return this.#size === 0 ? -1 : (this.#slots[0] as number)
  }

  /** The lowest key, or Infinity when there is none. */
  get lowestKey(): number {
    return this.#lowestKey
  }

  keyOf(slot: number): number {
    return this.#key[slot] as number
  }

  grow(capacity: number): void {
    this.#slots = enlarge(this.#slots, new Int32Array(capacity))
    this.#key = enlarge(this.#key, new Float64Array(capacity))
    this.#position = enlarge(this.#position, new Int32Array(capacity))
  }

  add(slot: number, key: number): void {
    this.#key[slot] = key
    this.#rise(this.#size++, slot)
    if (key < this.#lowestKey) this.#lowestKey = key
  }

  remove(slot: number): void {
    const hole = this.#position[slot] as number
    const moved = this.#slots[--this.#size] as number
    if (moved !== slot) {
      this.#sink(hole, moved)
      if (this.#slots[hole] === moved) this.#rise(hole, moved)
    }
    if (hole === 0) this.#lowestKey = this.#size === 0 ? Infinity : this.#keyAt(0)
  }

  #rise(from: number, slot: number): void {
    const key = this.#key[slot] as number
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.#slots[parent] as number
      if ((this.#key[above] as number) <= key) break
      this.#place(at, above)
      at = parent
    }
    this.#place(at, slot)
  }

  #sink(from: number, slot: number): void {
    const key = this.#key[slot] as number
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
    return this.#key[this.#slots[position] as number] as number
  }

  #place(position: number, slot: number): void {
    this.#slots[position] = slot
    this.#position[slot] = position
  }
}
