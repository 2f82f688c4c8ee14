/**
 * Those that no other one dominates: none is as low in every objective and lower in one. Of equals all are kept.
 *
 * @param objectivesOf figures of which less is better, in the same order and number for all; Infinity is allowed, NaN
 *   makes an item incomparable
 * @returns in the order given
 */
export function paretoFront<Item>(
  items: readonly Item[],
  objectivesOf: (item: Item) => readonly number[],
): Item[] {
  const points = items.map(objectivesOf)
  return items.filter((_, i) => !points.some((other) => dominates(other, points[i] as readonly number[])))
}

/** Whether the first is as low in every objective and lower in one. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value <= (b[i] as number)) && a.some((value, i) => value < (b[i] as number))
}
