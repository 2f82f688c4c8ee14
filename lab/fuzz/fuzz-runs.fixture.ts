/** Environment variable with how often each law of this folder is tried, in place of its usual number. */
const VARIABLE = 'KNEEPOINT_FUZZ_RUNS'

/**
 * How often a law is tried.
 *
 * @param usual in the test suite, of which a law may take two seconds at most
 * @throws RangeError when the variable is set to something else than a whole number above 0
 */
export function fuzzRuns(usual: number): number {
  const text = process.env[VARIABLE] ?? ''
  if (text === '') return usual
  const runs = Number(text)
  if (Number.isInteger(runs) && runs > 0) return runs
  throw new RangeError(`${VARIABLE} is '${text}', which is no whole number above 0`)
}

/** Time limit of a law, in ms: that of the suite, or hours where it is tried more often than usual. */
export const FUZZ_TIMEOUT_MS = (process.env[VARIABLE] ?? '') === '' ? 30_000 : 6 * 3_600_000
