/**
 * The requests under way in a pool, each with a claim: a small number that the pool machine knows it by and that
 * comes back when the request has ended.
 */
export class RequestRegister<Request extends { claim: number }> {
  readonly #byClaim: Array<Request | undefined> = []
  readonly #freeClaims: number[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Gives the request a claim. */
  add(request: Request): void {
    request.claim = this.#freeClaims.pop() ?? this.#byClaim.length
    this.#byClaim[request.claim] = request
    this.#size++
  }

  claiming(claim: number): Request | undefined {
    return this.#byClaim[claim]
  }

  all(): Request[] {
    return this.#byClaim.filter((request) => request !== undefined)
  }

  /** Takes its claim away. @returns whether the request was under way */
  remove(request: Request): boolean {
    if (request.claim < 0) return false
    this.#byClaim[request.claim] = undefined
    this.#freeClaims.push(request.claim)
    request.claim = -1
    this.#size--
    return true
  }
}
