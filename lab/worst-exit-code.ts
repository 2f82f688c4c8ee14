import { EXIT } from './exit-codes.ts'

/** Worst first: what ended everything, what kept figures from being had, figures not to be trusted, what figures say. */
const ORDER: readonly number[] = [
  EXIT.interrupted,
  EXIT.internalError,
  EXIT.usage,
  EXIT.invalidScenario,
  EXIT.scenarioThrew,
  EXIT.runInvalid,
  EXIT.thresholdFailed,
  EXIT.ok,
]

/**
 * The exit code of several runs: the worst one, from worst to best 105, 1, 2, 104, 107, 91, 99, 0.
 *
 * @returns 0 for none
 */
export function worstExitCode(codes: readonly number[]): number {
  return ORDER.find((code) => codes.includes(code)) ?? EXIT.ok
}
