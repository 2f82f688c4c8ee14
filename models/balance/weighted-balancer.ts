/**
 * Spreads requests over endpoints by weight, evenly in time: smooth weighted round robin, as nginx has had it since
 * 1.3.1. At each pick every endpoint is credited its weight; the one with the most credit, the first of them where
 * several have as much, is picked and pays the sum of the weights. With whole weights that sum to W and do not change,
 * every W picks in a row hold each endpoint exactly as often as its weight says.
 *
 * Weights may change while it runs, from the next pick on. Credits are then kept, scaled to the new sum, so that
 * endpoints with small weights have their turn however often weights change; an endpoint of weight 0 has no credit.
 */
export class WeightedBalancer {
  #weights: Float64Array
  readonly #credits: Float64Array
  #sum = 0

  /**
   * @param weights one for each endpoint: finite, ≥ 0; on any scale
   * @throws RangeError when a weight is out of range, or there is none
   */
  constructor(weights: readonly number[]) {
    if (weights.length === 0) throw new RangeError('a balancer needs at least one endpoint')
    this.#credits = new Float64Array(weights.length)
    this.#weights = new Float64Array(weights.length)
    this.setWeights(weights)
  }

  get endpoints(): number {
    return this.#credits.length
  }

  /** Whether there is an endpoint to pick. */
  get canPick(): boolean {
    return this.#sum > 0
  }

  /** @returns the endpoint's place in the list, or `null` while all weights are 0 */
  pick(): number | null {
    if (this.#sum === 0) return null
    const weights = this.#weights
    const credits = this.#credits
    let best = -1
    let most = -Infinity
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number
      if (weight === 0) continue
      const credit = (credits[i] as number) + weight
      credits[i] = credit
      if (credit > most) {
        most = credit
        best = i
      }
    }
    credits[best] = most - this.#sum
    return best
  }

  /**
   * @param weights as many as the endpoints; finite, ≥ 0
   * @throws RangeError when there are more or fewer, or one is out of range; the weights are then what they were
   */
  setWeights(weights: readonly number[]): void {
    if (weights.length !== this.endpoints) {
      throw new RangeError(`${this.endpoints} endpoints have ${weights.length} weights`)
    }
    for (const weight of weights) {
      if (!Number.isFinite(weight) || weight < 0)
        throw new RangeError(`a weight must be 0 or more, not ${weight}`)
    }
    const sum = weights.reduce((total, weight) => total + weight, 0)
    if (weights.every((weight, i) => weight === this.#weights[i])) return
    const scale = this.#sum === 0 ? 0 : sum / this.#sum
    this.#weights = Float64Array.from(weights)
    this.#sum = sum
    this.#carryCredits(scale)
  }

  /** Credits sum to 0 after every pick; they do so too when an endpoint has left with its own. */
  #carryCredits(scale: number): void {
    const credits = this.#credits
    let total = 0
    let active = 0
    for (let i = 0; i < credits.length; i++) {
      const isActive = (this.#weights[i] as number) > 0
      credits[i] = isActive ? (credits[i] as number) * scale : 0
      total += credits[i] as number
      if (isActive) active++
    }
    if (total === 0) return
    for (let i = 0; i < credits.length; i++) {
      if ((this.#weights[i] as number) > 0) credits[i] = (credits[i] as number) - total / active
    }
  }
}
