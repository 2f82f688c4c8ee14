import type { Threshold } from './threshold.ts'

const holds: Readonly<Record<Threshold['comparison'], (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
}

/** Whether a figure, in the unit of the limit, meets the condition. */
export function isMet({ comparison, limit }: Threshold, value: number): boolean {
  return holds[comparison](value, limit)
}

/** Whether any figure from `low` to `high`, in the unit of the limit, meets the condition. `low` ≤ `high`. */
export function isMetWithin(threshold: Threshold, low: number, high: number): boolean {
  const { comparison, limit } = threshold
  if (comparison === '<' || comparison === '<=') return isMet(threshold, low)
  if (comparison === '>' || comparison === '>=') return isMet(threshold, high)
  return comparison === '==' ? low <= limit && limit <= high : low !== high || low !== limit
}

/**
 * Whether a condition that is not met so far can still come to be, however it goes on: a count and the longest time
 * only grow, the shortest only falls. Of figures that may go either way this says `false`.
 *
 * @param value so far, which does not meet it
 */
export function mayYetBeMet({ aggregate, comparison, limit }: Threshold, value: number): boolean {
  const { kind } = aggregate
  if (kind !== 'count' && kind !== 'max' && kind !== 'min') return false
  if (comparison === '!=') return true
  const grows = kind !== 'min'
  if (comparison === '==') return grows ? value < limit : value > limit
  return grows === (comparison === '>' || comparison === '>=')
}
