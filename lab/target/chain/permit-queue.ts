/**
 * So many permits with one first-in, first-out queue in front, whose number may change while it is in use. Fewer permits
 * than are held take effect as these are given back.
 */
export class PermitQueue {
  #limit: number
  #held = 0
  readonly #waiting = new Set<() => void>()

  /**
   * @param limit permits, an integer of 1 or more
   * @throws RangeError when it is out of range
   */
  constructor(limit: number) {
    this.#limit = checked(limit)
  }

  get limit(): number {
    return this.#limit
  }

  /** @throws RangeError when it is no integer of 1 or more */
  set limit(limit: number) {
    this.#limit = checked(limit)
    this.#grant()
  }

  get held(): number {
    return this.#held
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Calls `granted` once, when the caller's turn comes: at once if a permit is free and nobody waits.
   *
   * @returns gives up waiting; does nothing once granted
   */
  enter(granted: () => void): () => void {
    // Each entry is a function of its own, so that the same `granted` may wait twice.
    const entry = (): void => granted()
    this.#waiting.add(entry)
    this.#grant()
    return () => void this.#waiting.delete(entry)
  }

  /**
   * Gives a permit back.
   *
   * @throws Error when none is held
   */
  leave(): void {
    if (this.#held === 0) throw new Error('a permit was given back that nobody holds')
    this.#held--
    this.#grant()
  }

  #grant(): void {
    for (const entry of this.#waiting) {
      if (this.#held >= this.#limit) return
      this.#waiting.delete(entry)
      this.#held++
      entry()
    }
  }
}

function checked(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1) return limit
  throw new RangeError(`permits must be an integer of 1 or more, not ${limit}`)
}
