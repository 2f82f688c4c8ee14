import { roundDown } from './round-down.ts'

/**
 * A time as text with its unit, as nginx and programs written in Go read it: whole seconds (`55s`), or else
 * milliseconds (`4999ms`), rounded down.
 *
 * @param ms ≥ 0
 * @param largestMs the longest time that the reader takes, in whole seconds; stands for a longer one
 */
export function durationText(ms: number, largestMs: number): string {
  const wholeMs = roundDown(ms, largestMs)
  return wholeMs % 1000 === 0 ? `${wholeMs / 1000}s` : `${wholeMs}ms`
}
