/** Numbers in the order in which they came: 8 bytes each, in an array that doubles when it is full. */
export class NumberList {
  #numbers = new Float64Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#length++] = value
  }

  toArray(): Float64Array {
    return this.#numbers.slice(0, this.#length)
  }
}
