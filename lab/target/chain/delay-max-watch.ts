const PERIOD_MS = 5

/** The largest delay of this process's event loop since it was last read: how late a timer of 5 ms fires. */
export class DelayMaxWatch {
  #maxMs = 0
  #dueMs = performance.now() + PERIOD_MS
  readonly #timer: NodeJS.Timeout

  constructor() {
    this.#timer = setInterval(() => this.#turn(), PERIOD_MS)
    this.#timer.unref()
  }

  /** In ms; it begins anew with each reading. */
  read(): number {
    const maxMs = this.#maxMs
    this.#maxMs = 0
    return maxMs
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #turn(): void {
    const nowMs = performance.now()
    this.#maxMs = Math.max(this.#maxMs, nowMs - this.#dueMs)
    this.#dueMs = nowMs + PERIOD_MS
  }
}
