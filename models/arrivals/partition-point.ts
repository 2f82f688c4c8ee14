/**
 * The number of indices in [0, count) that lie before the point sought, by bisection.
 *
 * @param isBefore true up to some index and false from there on
 */
export function partitionPoint(count: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** How many values of an ascending array are below the limit. */
export function countBelow(ascending: Float64Array, limit: number): number {
  return partitionPoint(ascending.length, (index) => (ascending[index] ?? NaN) < limit)
}
