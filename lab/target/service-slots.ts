/**
 * A fixed number of service slots with one first-in, first-out queue in front: the c servers of a G/G/c queue.
 * Who is granted a slot keeps it until `leave`.
 */
export class ServiceSlots {
  readonly limit: number
  readonly maxQueueLength: number
  #busy = 0
  #waiting: (() => void)[] = []
  #head = 0

  /**
   * @param limit slots, an integer of 1 or more
   * @param maxQueueLength requests that may wait at a time, an integer of 0 or more
   * @throws RangeError when either is out of range
   */
  constructor(limit: number, maxQueueLength: number) {
    if (!Number.isInteger(limit) || limit < 1) {
      throw new RangeError(`slots must be an integer of 1 or more, not ${limit}`)
    }
    if (!Number.isInteger(maxQueueLength) || maxQueueLength < 0) {
      throw new RangeError(`maxQueueLength must be an integer of 0 or more, not ${maxQueueLength}`)
    }
    this.limit = limit
    this.maxQueueLength = maxQueueLength
  }

  get busy(): number {
    return this.#busy
  }

  get queueLength(): number {
    return this.#waiting.length - this.#head
  }

  /**
   * Calls `granted` once, when the caller's turn comes: at once if a slot is free.
   *
   * @returns false when the queue is full; `granted` is then never called
   */
  enter(granted: () => void): boolean {
    if (this.#busy < this.limit) {
      this.#busy++
      granted()
      return true
    }
    if (this.queueLength >= this.maxQueueLength) return false
    this.#waiting.push(granted)
    return true
  }

  /**
   * Gives a slot back: to the request that waits longest, if one does.
   *
   * @throws Error when no slot is held
   */
  leave(): void {
    if (this.#busy === 0) throw new Error('a service slot was given back that nobody holds')
    const next = this.#shift()
    if (next === undefined) this.#busy--
    else next()
  }

  #shift(): (() => void) | undefined {
    const next = this.#waiting[this.#head]
    if (next === undefined) return undefined
    this.#head++
    if (this.#head * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    return next
  }
}
