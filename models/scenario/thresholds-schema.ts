import * as z from 'zod'
import { readThresholds, type ThresholdIssue, type ThresholdsInput } from '../thresholds/read-thresholds.ts'

/** The thresholds of a scenario, but for the names of requests, which `refuseThresholds` checks. */
export const thresholdsInput = z
  .custom<ThresholdsInput>()
  .superRefine((input, context) => refuseThresholds(readThresholds(input, null).issues, [], context))

/** @param path of the thresholds */
export function refuseThresholds(
  issues: readonly ThresholdIssue[],
  path: readonly (string | number)[],
  context: z.core.$RefinementCtx,
): void {
  for (const { about, path: below, expected: message } of issues) {
    const at = [...path, ...below]
    if (about === 'unknown key') {
      const keys = [String(at.at(-1))]
      context.addIssue({ code: 'unrecognized_keys', keys, path: at.slice(0, -1), message })
    } else if (about === 'name') {
      const inner = { code: 'custom' as const, path: [], message }
      context.addIssue({ code: 'invalid_key', origin: 'record', issues: [inner], path: at, message })
    } else {
      context.addIssue({ code: 'custom', path: at, message })
    }
  }
}
