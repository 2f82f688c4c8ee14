/**
 * Idle times after which connections are used a second time, so that a close that nobody announces is found: from
 * `firstMs` to `lastMs`, each the same factor longer than the one before. A connection that has answered is idle anew
 * from then on, so when a rung fails, those below it have been idle for times spread over the gap to the last good
 * rung: the bracket can be refined at once.
 *
 * @param count ≥ 1; a single rung is at `lastMs`
 * @throws RangeError when `count` is not a whole number from 1 up, or not 0 < firstMs ≤ lastMs
 */
export function ladder(options: {
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
}): number[] {
  const { firstMs, lastMs, count } = options
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`a ladder has 1 rung or more, not ${count}`)
  if (!(firstMs > 0 && firstMs <= lastMs && lastMs < Infinity)) {
    throw new RangeError(`a ladder goes up from above 0, not from ${firstMs} ms to ${lastMs} ms`)
  }
  const ratio = lastMs / firstMs
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? lastMs : firstMs * ratio ** (i / (count - 1)),
  )
}
