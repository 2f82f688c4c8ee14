import { RandomStream } from '../../models/random/random-stream.ts'

/** A lognormal by the two figures people can measure. */
export interface LognormalShape {
  /** More than 0, in ms. */
  readonly meanMs: number
  /** Standard deviation over mean, 0 or more; 0 makes every draw the mean. */
  readonly cv: number
}

/**
 * Seeded draws from a lognormal with the given mean m and coefficient of variation c: exp(mu + sigma Z) with
 * sigma^2 = ln(1 + c^2), mu = ln m - sigma^2 / 2. Z by the polar method (Marsaglia and Bray, 1964).
 */
export class LognormalStream {
  readonly #random: RandomStream
  readonly #mu: number
  readonly #sigma: number
  #spare: number | null = null

  /** @throws RangeError when the mean is not above 0 or the coefficient of variation is below 0 */
  constructor(shape: LognormalShape, seed: number, purpose: string) {
    if (!(shape.meanMs > 0 && Number.isFinite(shape.meanMs))) {
      throw new RangeError(`${purpose}: meanMs must be above 0, not ${shape.meanMs}`)
    }
    if (!(shape.cv >= 0 && Number.isFinite(shape.cv))) {
      throw new RangeError(`${purpose}: cv must be 0 or more, not ${shape.cv}`)
    }
    const variance = Math.log1p(shape.cv * shape.cv)
    this.#random = new RandomStream(seed, purpose)
    this.#sigma = Math.sqrt(variance)
    this.#mu = Math.log(shape.meanMs) - variance / 2
  }

  /** The next draw, in ms, above 0. */
  next(): number {
    return Math.exp(this.#mu + this.#sigma * this.#standardNormal())
  }

  #standardNormal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare
      this.#spare = null
      return spare
    }
    for (;;) {
      const x = 2 * this.#random.float() - 1
      const y = 2 * this.#random.float() - 1
      const square = x * x + y * y
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square)
        this.#spare = y * scale
        return x * scale
      }
    }
  }
}
