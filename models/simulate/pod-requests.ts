import type { ReuseSurface } from '../pool/reuse-surface.ts'
import { CompletionOrder } from './completion-order.ts'

/** One pod's requests on their way into its surface, one chunk of time after another. */
export class PodRequests {
  readonly surface: ReuseSurface
  readonly #completions = new CompletionOrder()
  #cells = new Int32Array(1024)

  constructor(surface: ReuseSurface) {
    this.surface = surface
  }

  /**
   * Takes the chunk [fromMs, toMs) through the surface: the requests that are due in it, and all that end in it.
   *
   * @param dueMs ascending
   * @param endsMs when each of them ends, not before it is due
   * @returns where the surface filed each of them: a view that the next call overwrites
   */
  pass(dueMs: Float64Array, endsMs: Float64Array, fromMs: number, toMs: number): Int32Array {
    if (this.#cells.length < dueMs.length) this.#cells = new Int32Array(2 * dueMs.length)
    const instant = instantRequests(dueMs, endsMs)
    const lasting = instant.length === 0 ? endsMs : endsMs.filter((endMs, i) => endMs > (dueMs[i] as number))
    let orderedMs = this.#completions.take(lasting, fromMs, toMs)
    let from = 0
    for (const request of instant) {
      const atMs = dueMs[request] as number
      const later = orderedMs.findIndex((endMs) => endMs > atMs)
      const ended = later < 0 ? orderedMs.length : later
      this.#feed(dueMs, from, request + 1, orderedMs.subarray(0, ended))
      this.surface.down(atMs)
      orderedMs = orderedMs.subarray(ended)
      from = request + 1
    }
    this.#feed(dueMs, from, dueMs.length, orderedMs)
    return this.#cells.subarray(0, dueMs.length)
  }

  #feed(dueMs: Float64Array, from: number, to: number, endsMs: Float64Array): void {
    this.surface.feed(dueMs.subarray(from, to), endsMs, this.#cells.subarray(from, to))
  }
}

/** Which requests end the moment they are due. Their ends must not be ordered before them. */
function instantRequests(dueMs: Float64Array, endsMs: Float64Array): number[] {
  const instant: number[] = []
  for (let i = 0; i < dueMs.length; i++) {
    if ((endsMs[i] as number) <= (dueMs[i] as number)) instant.push(i)
  }
  return instant
}
