/** Monotonic time and a wake-up call; a test passes a virtual one. */
export interface DeadlineClock {
  /** In ms, with fractions. */
  nowMs(): number
  /** Calls `wake` once, as near to `deadlineMs` as it can, never before `wakeAt` has returned. */
  wakeAt(deadlineMs: number, wake: () => void): void
}

/**
 * Hands items on at their deadlines and in the order they came, with one wake-up call pending at a time. An item
 * whose deadline is before that of an earlier item waits for it.
 */
export class DelayQueue<Item> {
  readonly #clock: DeadlineClock
  readonly #deliver: (item: Item) => boolean
  #items: { readonly item: Item; readonly dueMs: number }[] = []
  #head = 0
  #lastDueMs = Number.NEGATIVE_INFINITY
  #waking = false
  #held = false

  /** @param deliver takes an item; when it returns false nothing more is handed on until `resume` */
  constructor(clock: DeadlineClock, deliver: (item: Item) => boolean) {
    this.#clock = clock
    this.#deliver = deliver
  }

  get length(): number {
    return this.#items.length - this.#head
  }

  /** @param dueMs when to hand it on, on the clock's time; one that is past means at once */
  push(item: Item, dueMs: number): void {
    this.#lastDueMs = Math.max(dueMs, this.#lastDueMs)
    this.#items.push({ item, dueMs: this.#lastDueMs })
    if (this.length === 1) this.#run()
  }

  /** Goes on after `deliver` has returned false. */
  resume(): void {
    if (!this.#held) return
    this.#held = false
    this.#run()
  }

  #run(): void {
    for (;;) {
      const next = this.#items[this.#head]
      if (next === undefined || this.#held || this.#waking) return
      if (next.dueMs > this.#clock.nowMs()) return this.#wakeAt(next.dueMs)
      this.#shift()
      this.#held = !this.#deliver(next.item)
    }
  }

  #wakeAt(dueMs: number): void {
    this.#waking = true
    this.#clock.wakeAt(dueMs, () => {
      this.#waking = false
      this.#run()
    })
  }

  #shift(): void {
    this.#head++
    if (this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }
}
