import { countInProbe } from '../../../target-probe/counters.ts'
import type { FlatHeaders, HeaderArray } from './flat-headers.ts'

const MOST_KEPT = 256

/**
 * Arrays of headers that are used again; at most 256 wait for their next use. Counted in the process's counters as
 * `headers.leased` and `headers.returned`.
 */
export class HeaderArrayPool {
  readonly #headers: FlatHeaders
  readonly #mostKept: number
  readonly #kept: HeaderArray[] = []
  readonly #out = new Set<HeaderArray>()
  /** Arrays made so far. */
  made = 0

  constructor(headers: FlatHeaders, mostKept = MOST_KEPT) {
    this.#headers = headers
    this.#mostKept = mostKept
  }

  /** Arrays that are out. */
  get leased(): number {
    return this.#out.size
  }

  lease(): HeaderArray {
    let array = this.#kept.pop()
    if (array === undefined) {
      array = this.#headers.copy()
      this.made++
    }
    this.#out.add(array)
    countInProbe('headers.leased')
    return array
  }

  /** @throws Error for an array that is not out: it may be somebody else's by now */
  giveBack(array: HeaderArray): void {
    if (!this.#out.delete(array)) throw new Error('an array of headers was given back that is not out')
    countInProbe('headers.returned')
    if (this.#kept.length >= this.#mostKept) return
    this.#headers.reset(array)
    this.#kept.push(array)
  }
}
