import { LONGEST_DURATION_MS } from './longest-duration.ts'
import { roundDown } from './round-down.ts'

/**
 * A time as a Go constant expression: whole seconds, or else milliseconds, rounded down.
 *
 * @param ms ≥ 0; more than a time.Duration holds becomes the longest one, 292 years
 * @param operator ` * ` in a statement, `*` where gofmt wants it inside nested calls
 */
export function goDuration(ms: number, operator: ' * ' | '*' = ' * '): string {
  const wholeMs = roundDown(ms, LONGEST_DURATION_MS)
  return wholeMs % 1000 === 0
    ? `${wholeMs / 1000}${operator}time.Second`
    : `${wholeMs}${operator}time.Millisecond`
}
