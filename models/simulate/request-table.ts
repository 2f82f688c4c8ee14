import { enlarge } from '../pool/enlarge.ts'

/** What a simulation knows of each request under way, by number, in typed arrays that are replaced as they grow. */
export class RequestTable {
  dueMs = new Float64Array(64)
  serviceMs = new Float64Array(64)
  sentMs = new Float64Array(64)
  /** How often it was sent again. */
  resent = new Int32Array(64)
  #free = new Int32Array(64)
  #freeCount = 0
  #numbers = 0

  get underWay(): number {
    return this.#numbers - this.#freeCount
  }

  /** @returns the number of the new request */
  add(dueMs: number, serviceMs: number): number {
    if (this.#freeCount === 0 && this.#numbers === this.dueMs.length) this.#grow(2 * this.#numbers)
    const request = this.#freeCount > 0 ? (this.#free[--this.#freeCount] as number) : this.#numbers++
    this.dueMs[request] = dueMs
    this.serviceMs[request] = serviceMs
    this.resent[request] = 0
    return request
  }

  /** The request has ended; its number comes back as a new one's. */
  remove(request: number): void {
    this.#free[this.#freeCount++] = request
  }

  #grow(capacity: number): void {
    this.dueMs = enlarge(this.dueMs, new Float64Array(capacity))
    this.serviceMs = enlarge(this.serviceMs, new Float64Array(capacity))
    this.sentMs = enlarge(this.sentMs, new Float64Array(capacity))
    this.resent = enlarge(this.resent, new Int32Array(capacity))
    this.#free = enlarge(this.#free, new Int32Array(capacity))
  }
}
