interface Event {
  readonly atMs: number
  readonly order: number
  readonly act: () => void
}

/** Time that passes only from one event to the next. */
export class VirtualClock {
  nowMs = 0
  #order = 0
  /** A binary heap: the next event is the first. */
  readonly #events: Event[] = []

  after(delayMs: number, act: () => void): void {
    this.#events.push({ atMs: this.nowMs + delayMs, order: this.#order++, act })
    let at = this.#events.length - 1
    while (at > 0 && this.#isBefore(at, (at - 1) >> 1)) {
      this.#swap(at, (at - 1) >> 1)
      at = (at - 1) >> 1
    }
  }

  /** Lets everything happen up to a moment. */
  run(untilMs: number): void {
    for (;;) {
      const [next] = this.#events
      if (next === undefined || next.atMs > untilMs) break
      this.#removeFirst()
      this.nowMs = next.atMs
      next.act()
    }
    this.nowMs = untilMs
  }

  #removeFirst(): void {
    this.#swap(0, this.#events.length - 1)
    this.#events.pop()
    let at = 0
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#events.length && this.#isBefore(child, least)) least = child
      }
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [left, right] = [this.#events[a], this.#events[b]]
    if (left === undefined || right === undefined) return false
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order)
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#events[a], this.#events[b]]
    if (left === undefined || right === undefined) return
    this.#events[a] = right
    this.#events[b] = left
  }
}
