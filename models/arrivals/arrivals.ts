/**
 * When requests are due: an open-model schedule over virtual time, fixed by its seed before anything is sent.
 *
 * Any stretch can be asked for on its own, in any order, and gives the same bytes as when it is reached from
 * the start; so a window of the fourth day can be replayed without generating the first three, and worker w of
 * n takes arrivals w, w + n, … of the same list.
 */
export interface Arrivals {
  /** Length of the schedule in ms. */
  readonly durationMs: number
  /** Requests per second at a moment, before sub-minute bursts: what a person would draw as the load curve. */
  ratePerSecond(atMs: number): number
  /**
   * The due times in [fromMs, toMs), ascending, in ms from the start of the schedule. Stretches of up to an
   * hour at a time are meant; `between(a, b)` followed by `between(b, c)` equals `between(a, c)`.
   */
  between(fromMs: number, toMs: number): Float64Array
}
