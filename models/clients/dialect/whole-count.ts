import { roundDown } from './round-down.ts'

/**
 * A count as a whole JavaScript number, rounded down; no limit stays `Infinity`.
 *
 * @param count ≥ 0
 */
export function wholeCount(count: number): number {
  return roundDown(count, count === Infinity ? Infinity : Number.MAX_SAFE_INTEGER)
}
