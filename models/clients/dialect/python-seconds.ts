import { roundDown } from './round-down.ts'

/** `threading.TIMEOUT_MAX` on Windows, the smallest of all platforms: 49 days, here in whole seconds. */
const LONGEST_PYTHON_WAIT_MS = 4_294_967_000

/**
 * A time as a Python number of seconds: whole seconds, or else with up to three decimals, rounded down to a
 * millisecond.
 *
 * @param ms ≥ 0; more than any platform waits for becomes the longest wait, 49 days
 */
export function pythonSeconds(ms: number): string {
  return String(roundDown(ms, LONGEST_PYTHON_WAIT_MS) / 1000)
}
