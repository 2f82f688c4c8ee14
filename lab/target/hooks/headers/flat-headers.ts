/** A header field that is the same for every message, or, where the value is null, one that changes. */
export type HeaderTemplate = readonly (readonly [name: string, value: string | null])[]

/** Names and values in turn, as Node's `writeHead` and undici take them. */
export type HeaderArray = string[]

/**
 * A set of header fields laid out once as names and values in turn, so that a message needs only a copy of the array
 * and its own values in their places. Names are in lower case.
 */
export class FlatHeaders {
  readonly #base: HeaderArray = []
  readonly #placeOf = new Map<string, number>()

  /** @throws RangeError for a name that is not in lower case, or there twice */
  constructor(template: HeaderTemplate) {
    for (const [name, value] of template) {
      if (name !== name.toLowerCase()) throw new RangeError(`the header ${name} must be in lower case`)
      if (this.#placeOf.has(name)) throw new RangeError(`the header ${name} is there twice`)
      this.#placeOf.set(name, this.#base.length + 1)
      this.#base.push(name, value ?? '')
    }
  }

  /** @returns where the value of a header is in the array, or undefined for a header that is not among them */
  placeOf(name: string): number | undefined {
    return this.#placeOf.get(name)
  }

  /** @throws RangeError for a header that is not among them */
  requirePlace(name: string): number {
    const place = this.#placeOf.get(name)
    if (place === undefined) throw new RangeError(`there is no header ${name}`)
    return place
  }

  /** A copy, with changing values empty. */
  copy(): HeaderArray {
    return this.#base.slice()
  }

  /** Makes an array that was changed or added to like a copy again. */
  reset(headers: HeaderArray): void {
    const base = this.#base
    headers.length = base.length
    for (let i = 0; i < base.length; i++) headers[i] = base[i] as string
  }
}
