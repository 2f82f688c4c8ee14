/**
 * Index of the first number greater than `value`, by bisection; the last index when none is. With cumulative
 * weights and a uniform value below their sum, index i comes up in proportion to weight i.
 *
 * @param ascending not empty
 */
export function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
