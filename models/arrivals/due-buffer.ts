/** Due times in the making: a list of doubles that grows by doubling and keeps its memory when emptied. */
export class DueBuffer {
  #values = new Float64Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** @param dueMs ms from the start of the schedule, not below the last one pushed */
  push(dueMs: number): void {
    if (this.#length === this.#values.length) this.#grow(this.#length + 1)
    this.#values[this.#length++] = dueMs
  }

  append(dueMs: Float64Array): void {
    const length = this.#length + dueMs.length
    if (length > this.#values.length) this.#grow(length)
    this.#values.set(dueMs, this.#length)
    this.#length = length
  }

  clear(): void {
    this.#length = 0
  }

  /** A copy of exactly what was pushed. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length)
  }

  #grow(needed: number): void {
    const larger = new Float64Array(Math.max(needed, this.#values.length * 2))
    larger.set(this.#values.subarray(0, this.#length))
    this.#values = larger
  }
}
