/** Ends what was begun and then forgotten: calls back unless it is renewed or ended in time. Keeps no process going. */
export class Lease {
  readonly #limitMs: number
  readonly #onExpiry: () => void
  #timer: NodeJS.Timeout | null = null

  /** @param limitMs from the start, or the last renewal */
  constructor(limitMs: number, onExpiry: () => void) {
    this.#limitMs = limitMs
    this.#onExpiry = onExpiry
  }

  renew(): void {
    this.end()
    this.#timer = setTimeout(this.#onExpiry, this.#limitMs)
    this.#timer.unref()
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
