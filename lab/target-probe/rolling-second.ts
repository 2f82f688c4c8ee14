const SLOTS = 5
const SLOT_MS = 200

interface Slot {
  index: number
  count: number
  sum: number
  max: number
}

/** Count, sum and largest of what was added in about the last second: the last 800 ms for certain, and never 1 s ago. */
export class RollingSecond {
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => ({
    index: Number.NEGATIVE_INFINITY,
    count: 0,
    sum: 0,
    max: 0,
  }))

  /**
   * @param value ≥ 0
   * @param nowMs monotonic
   */
  add(value: number, nowMs: number): void {
    const index = Math.floor(nowMs / SLOT_MS)
    const slot = this.#slots[index % SLOTS] as Slot
    if (slot.index !== index) {
      slot.index = index
      slot.count = 0
      slot.sum = 0
      slot.max = 0
    }
    slot.count++
    slot.sum += value
    slot.max = Math.max(slot.max, value)
  }

  read(nowMs: number): { readonly count: number; readonly sum: number; readonly max: number } {
    const oldest = Math.floor(nowMs / SLOT_MS) - SLOTS + 1
    let count = 0
    let sum = 0
    let max = 0
    for (const slot of this.#slots) {
      if (slot.index < oldest) continue
      count += slot.count
      sum += slot.sum
      max = Math.max(max, slot.max)
    }
    return { count, sum, max }
  }
}
