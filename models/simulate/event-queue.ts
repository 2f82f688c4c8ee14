import { enlarge } from '../pool/enlarge.ts'

/**
 * Events in order of time, and in order of scheduling where times are equal, so that a simulation takes the
 * same course wherever it runs. A binary heap of times and places in typed arrays; what an event says lies at
 * its place and is not moved. Nothing is allocated once it has grown.
 */
export class EventQueue {
  /** What the event taken last said. */
  kind = 0
  subject = 0
  detail = 0
  #nextMs = Infinity
  #timeMs = new Float64Array(64)
  #place = new Int32Array(64)
  #size = 0
  /** By place. */
  #sequence = new Float64Array(64)
  #kind = new Uint8Array(64)
  #subject = new Int32Array(64)
  #detail = new Int32Array(64)
  #freePlaces = new Int32Array(64)
  #places = 0
  #scheduled = 0

  get size(): number {
    return this.#size
  }

  /** When the next event is due, in ms, or Infinity. */
  get nextMs(): number {
    return this.#nextMs
  }

  /** @param kind 0…255 @param subject @param detail integers that mean what the caller wants */
  schedule(timeMs: number, kind: number, subject: number, detail: number): void {
    const size = this.#size
    if (size === this.#timeMs.length) this.#grow()
    const place = this.#places > size ? (this.#freePlaces[this.#places - size - 1] as number) : this.#places++
    this.#sequence[place] = this.#scheduled++
    this.#kind[place] = kind
    this.#subject[place] = subject
    this.#detail[place] = detail
    const times = this.#timeMs
    const places = this.#place
    let at = size
    while (at > 0) {
      const parent = (at - 1) >> 1
      const parentMs = times[parent] as number
      if (parentMs <= timeMs) break
      times[at] = parentMs
      places[at] = places[parent] as number
      at = parent
    }
    times[at] = timeMs
    places[at] = place
    this.#size = size + 1
    if (at === 0) this.#nextMs = timeMs
  }

  /** Forgets the next event, and shows it in `kind`, `subject` and `detail`. @returns its time */
  take(): number {
    const timeMs = this.#nextMs
    const place = this.#place[0] as number
    this.kind = this.#kind[place] as number
    this.subject = this.#subject[place] as number
    this.detail = this.#detail[place] as number
    this.#freePlaces[this.#places - this.#size] = place
    this.#removeFirst()
    this.#nextMs = this.#size === 0 ? Infinity : (this.#timeMs[0] as number)
    return timeMs
  }

  #removeFirst(): void {
    const last = --this.#size
    if (last === 0) return
    const times = this.#timeMs
    const places = this.#place
    const timeMs = times[last] as number
    const place = places[last] as number
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= last) break
      let childMs = times[child] as number
      if (child + 1 < last) {
        const otherMs = times[child + 1] as number
        if (otherMs < childMs || (otherMs === childMs && this.#isEarlier(child + 1, child))) {
          child++
          childMs = otherMs
        }
      }
      if (childMs > timeMs || (childMs === timeMs && this.#isEarlier(last, child))) break
      times[at] = childMs
      places[at] = places[child] as number
      at = child
    }
    times[at] = timeMs
    places[at] = place
  }

  /** Of two positions with the same time. */
  #isEarlier(a: number, b: number): boolean {
    const sequence = this.#sequence
    return (sequence[this.#place[a] as number] as number) < (sequence[this.#place[b] as number] as number)
  }

  #grow(): void {
    const capacity = 2 * this.#timeMs.length
    this.#timeMs = enlarge(this.#timeMs, new Float64Array(capacity))
    this.#place = enlarge(this.#place, new Int32Array(capacity))
    this.#sequence = enlarge(this.#sequence, new Float64Array(capacity))
    this.#kind = enlarge(this.#kind, new Uint8Array(capacity))
    this.#subject = enlarge(this.#subject, new Int32Array(capacity))
    this.#detail = enlarge(this.#detail, new Int32Array(capacity))
    this.#freePlaces = enlarge(this.#freePlaces, new Int32Array(capacity))
  }
}
