import { LONGEST_DURATION_MS } from './longest-duration.ts'
import { roundDown } from './round-down.ts'

/**
 * A time as protobuf's JSON mapping writes a `google.protobuf.Duration`: seconds with up to three decimals,
 * rounded down to a millisecond.
 *
 * @param ms ≥ 0; more than 292 years becomes 292 years
 */
export function protoDuration(ms: number): string {
  return `${roundDown(ms, LONGEST_DURATION_MS) / 1000}s`
}
