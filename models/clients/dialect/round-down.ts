/**
 * A setting as a whole number that a client accepts: never more than was asked for, so that a client never
 * keeps a connection longer, or opens more of them, than recommended.
 *
 * @param value ≥ 0; `Infinity` gives `largest`
 * @param largest the largest whole number that the client takes
 */
export function roundDown(value: number, largest: number): number {
  return Math.floor(Math.min(value, largest))
}
