import { enlarge } from '../pool/enlarge.ts'

/**
 * Events in order of time, and in order of scheduling where times are equal, so that a simulation takes the
 * same course wherever it runs. A binary heap in typed arrays: nothing is allocated once it has grown.
 */
export class EventQueue {
  #timeMs = new Float64Array(64)
  #sequence = new Float64Array(64)
  #kind = new Uint8Array(64)
  #subject = new Int32Array(64)
  #detail = new Int32Array(64)
  #size = 0
  #scheduled = 0

  get size(): number {
    return this.#size
  }

  /** When the next event is due, in ms, or Infinity. */
  get nextMs(): number {
    return this.#size === 0 ? Infinity : (this.#timeMs[0] as number)
  }

  /** @param kind 0…255 @param subject @param detail integers that mean what the caller wants */
  schedule(timeMs: number, kind: number, subject: number, detail: number): void {
    if (this.#size === this.#timeMs.length) this.#grow()
    let at = this.#size++
    const sequence = this.#scheduled++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((this.#timeMs[parent] as number) <= timeMs) break
      this.#move(parent, at)
      at = parent
    }
    this.#timeMs[at] = timeMs
    this.#sequence[at] = sequence
    this.#kind[at] = kind
    this.#subject[at] = subject
    this.#detail[at] = detail
  }

  /** Hands the next event to `handle` and forgets it. Call only when `size` > 0. */
  take(handle: (timeMs: number, kind: number, subject: number, detail: number) => void): void {
    const timeMs = this.#timeMs[0] as number
    const kind = this.#kind[0] as number
    const subject = this.#subject[0] as number
    const detail = this.#detail[0] as number
    this.#removeFirst()
    handle(timeMs, kind, subject, detail)
  }

  #removeFirst(): void {
    const last = --this.#size
    if (last === 0) return
    const timeMs = this.#timeMs[last] as number
    const sequence = this.#sequence[last] as number
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= last) break
      if (child + 1 < last && this.#before(child + 1, child)) child++
      const childMs = this.#timeMs[child] as number
      if (childMs > timeMs || (childMs === timeMs && (this.#sequence[child] as number) > sequence)) break
      this.#move(child, at)
      at = child
    }
    this.#move(last, at)
  }

  #before(a: number, b: number): boolean {
    const aMs = this.#timeMs[a] as number
    const bMs = this.#timeMs[b] as number
    return aMs < bMs || (aMs === bMs && (this.#sequence[a] as number) < (this.#sequence[b] as number))
  }

  #move(from: number, to: number): void {
    this.#timeMs[to] = this.#timeMs[from] as number
    this.#sequence[to] = this.#sequence[from] as number
    this.#kind[to] = this.#kind[from] as number
    this.#subject[to] = this.#subject[from] as number
    this.#detail[to] = this.#detail[from] as number
  }

  #grow(): void {
    const capacity = 2 * this.#timeMs.length
    this.#timeMs = enlarge(this.#timeMs, new Float64Array(capacity))
    this.#sequence = enlarge(this.#sequence, new Float64Array(capacity))
    this.#kind = enlarge(this.#kind, new Uint8Array(capacity))
    this.#subject = enlarge(this.#subject, new Int32Array(capacity))
    this.#detail = enlarge(this.#detail, new Int32Array(capacity))
  }
}
