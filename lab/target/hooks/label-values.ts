/** What a label says where a request has no value for it. */
export const UNKNOWN_LABEL = 'unknown'
/** What a label says where there are more values than it may have. */
export const OVERFLOW_LABEL = 'overflow'

const MOST_CHARACTERS = 64

/**
 * The values of one label, which come from clients and so may be anything, and any number of things. Values are made
 * harmless, the first `limit` of them are let through, and all others are one: `overflow`.
 */
export class LabelValues {
  readonly #limit: number | null
  readonly #admitted: Set<string>
  #overflows = 0
  #unknowns = 0

  /**
   * @param limit distinct values, a whole number of 0 or more; `null` lets everything through as it comes
   * @param known values that are let through whatever else came before, within the limit
   * @throws RangeError when the limit is out of range, or has no room for those that are known
   */
  constructor(limit: number | null, known: readonly string[] = []) {
    if (limit !== null && (!Number.isInteger(limit) || limit < 0)) {
      throw new RangeError(`the limit of a label must be a whole number of 0 or more, not ${limit}`)
    }
    this.#limit = limit
    this.#admitted = new Set(limit === null ? [] : known.map(harmless))
    if (limit !== null && this.#admitted.size > limit) {
      throw new RangeError(
        `a label with ${this.#admitted.size} known values needs a limit as high, not ${limit}`,
      )
    }
  }

  /** Times that a value was one too many. */
  get overflows(): number {
    return this.#overflows
  }

  /** Times that there was no value. */
  get unknowns(): number {
    return this.#unknowns
  }

  /** Distinct values that were let through. */
  get distinct(): number {
    return this.#admitted.size
  }

  /** What a label is to say for what a client sent. */
  admit(sent: string | string[] | undefined): string {
    const value = typeof sent === 'string' ? sent : sent?.[0]
    if (value === undefined || value === '') {
      this.#unknowns++
      return UNKNOWN_LABEL
    }
    if (this.#limit === null) return value
    const label = harmless(value)
    if (this.#admitted.has(label)) return label
    if (this.#admitted.size >= this.#limit) {
      this.#overflows++
      return OVERFLOW_LABEL
    }
    this.#admitted.add(label)
    return label
  }
}

/** Up to 64 characters, none but those of names and versions; not to be taken for one of the words of this module. */
function harmless(value: string): string {
  const text = value.slice(0, MOST_CHARACTERS).replaceAll(/[^A-Za-z0-9._:/@+-]/g, '_')
  return text === UNKNOWN_LABEL || text === OVERFLOW_LABEL ? `_${text}` : text
}
