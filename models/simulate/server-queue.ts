/**
 * A server with a fixed number of slots and one first-come-first-served line in front of them. Requests must
 * be offered in the order in which they arrive; then a slot's next free moment is all there is to know
 * (Kiefer and Wolfowitz 1955).
 */
export class ServerQueue {
  readonly #freeAtMs: Float64Array | null

  /** @param slots ≥ 1; Infinity for a server that never queues */
  constructor(slots: number) {
    this.#freeAtMs = slots === Infinity ? null : new Float64Array(slots)
  }

  /** @returns when the response leaves, in ms */
  serve(arrivalMs: number, serviceMs: number): number {
    if (this.#freeAtMs === null) return arrivalMs + serviceMs
    const earliestMs = this.#freeAtMs[0] as number
    const endMs = (earliestMs > arrivalMs ? earliestMs : arrivalMs) + serviceMs
    this.#replaceFirst(this.#freeAtMs, endMs)
    return endMs
  }

  #replaceFirst(heap: Float64Array, value: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child++
      if ((heap[child] as number) >= value) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = value
  }
}
