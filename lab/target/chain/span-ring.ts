import type { Span } from '../../../models/trace-context/span.ts'

/** Spans since they were last taken, of which the newest are kept. */
export class SpanRing {
  readonly #most: number
  #spans: Span[] = []
  #lost = 0

  /** @param most how many are kept, 1 or more */
  constructor(most: number) {
    this.#most = most
  }

  /** Spans that nobody took in time, since the beginning. */
  get lost(): number {
    return this.#lost
  }

  add(span: Span): void {
    this.#spans.push(span)
    // Half of them at once, so that a ring that nobody reads does not move all of them for each.
    if (this.#spans.length < 2 * this.#most) return
    this.#lost += this.#most
    this.#spans = this.#spans.slice(this.#most)
  }

  take(): Span[] {
    const taken = this.#spans.slice(-this.#most)
    this.#lost += this.#spans.length - taken.length
    this.#spans = []
    return taken
  }
}
