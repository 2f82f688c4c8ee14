/**
 * The requests under way in a pool. Each has a number of its own, for its caller, and a claim: a small number
 * that the pool machine knows it by and that comes back when the request has ended.
 */
export class RequestRegister<Request extends { readonly number: number; readonly claim: number }> {
  readonly #byNumber = new Map<number, Request>()
  readonly #byClaim: Array<Request | undefined> = []
  readonly #freeClaims: number[] = []
  #nextNumber = 0

  get size(): number {
    return this.#byNumber.size
  }

  add(create: (number: number, claim: number) => Request): Request {
    const request = create(this.#nextNumber++, this.#freeClaims.pop() ?? this.#byClaim.length)
    this.#byNumber.set(request.number, request)
    this.#byClaim[request.claim] = request
    return request
  }

  numbered(number: number): Request | undefined {
    return this.#byNumber.get(number)
  }

  claiming(claim: number): Request | undefined {
    return this.#byClaim[claim]
  }

  all(): Request[] {
    return [...this.#byNumber.values()]
  }

  /** @returns whether the request was under way */
  remove({ number, claim }: Request): boolean {
    if (!this.#byNumber.delete(number)) return false
    this.#byClaim[claim] = undefined
    this.#freeClaims.push(claim)
    return true
  }
}
