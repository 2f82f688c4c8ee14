import { enlarge } from '../pool/enlarge.ts'
import type { ReuseSurface } from '../pool/reuse-surface.ts'
import { CompletionOrder } from './completion-order.ts'

/** One pod's requests of a chunk of time, on their way into its surface. */
export class PodRequests {
  readonly surface: ReuseSurface
  readonly #completions = new CompletionOrder()
  #dueMs = new Float64Array(1024)
  #endMs = new Float64Array(1024)
  #cells = new Int32Array(1024)
  #count = 0
  /** Which requests end the moment they are due. */
  #instant: number[] = []

  constructor(surface: ReuseSurface) {
    this.surface = surface
  }

  /** Where the surface filed each request of the chunk. */
  get cells(): Int32Array {
    return this.#cells.subarray(0, this.#count)
  }

  get dueMs(): Float64Array {
    return this.#dueMs.subarray(0, this.#count)
  }

  get endsMs(): Float64Array {
    return this.#endMs.subarray(0, this.#count)
  }

  /** Every `step`-th request from number `first` on, of lists in the order in which they are due. */
  add(dueMs: Float64Array, endMs: Float64Array, first: number, step: number): void {
    let count = this.#count
    this.#reserve(count + Math.ceil(Math.max(0, dueMs.length - first) / step))
    const ownDueMs = this.#dueMs
    const ownEndMs = this.#endMs
    for (let i = first; i < dueMs.length; i += step) {
      const atMs = dueMs[i] as number
      const end = endMs[i] as number
      ownDueMs[count] = atMs
      ownEndMs[count] = end
      if (end <= atMs) this.#instant.push(count)
      count++
    }
    this.#count = count
  }

  /** Takes the chunk [fromMs, toMs) through the surface: the requests that were added, and all that end in it. */
  pass(fromMs: number, toMs: number): void {
    const lasting =
      this.#instant.length === 0 ? this.endsMs : this.endsMs.filter((_, i) => !this.#isInstant(i))
    let endsMs = this.#completions.take(lasting, fromMs, toMs)
    let from = 0
    for (const request of this.#instant) {
      const atMs = this.#dueMs[request] as number
      const later = endsMs.findIndex((endMs) => endMs > atMs)
      const ended = later < 0 ? endsMs.length : later
      this.#feed(from, request + 1, endsMs.subarray(0, ended))
      this.surface.down(atMs)
      endsMs = endsMs.subarray(ended)
      from = request + 1
    }
    this.#feed(from, this.#count, endsMs)
  }

  clear(): void {
    this.#count = 0
    this.#instant = []
  }

  #isInstant(request: number): boolean {
    return (this.#endMs[request] as number) <= (this.#dueMs[request] as number)
  }

  #feed(from: number, to: number, endsMs: Float64Array): void {
    this.surface.feed(this.#dueMs.subarray(from, to), endsMs, this.#cells.subarray(from, to))
  }

  #reserve(count: number): void {
    if (count <= this.#dueMs.length) return
    this.#dueMs = enlarge(this.#dueMs, new Float64Array(2 * count))
    this.#endMs = enlarge(this.#endMs, new Float64Array(2 * count))
    this.#cells = new Int32Array(2 * count)
  }
}
