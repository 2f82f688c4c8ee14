import type { VerifyArtifact } from '../artifacts/verify.ts'
import { mergeStretches, readMeasurement } from '../measurement/measurement.ts'
import { evaluateThresholds } from '../thresholds/evaluate-thresholds.ts'
import type { Threshold, ThresholdResult } from '../thresholds/threshold.ts'

/**
 * What came of a run's thresholds: over all blocks together in which the settings to be verified were measured, which
 * are today's where nothing is to be changed. Where a threshold ended the run, the block that it ended is one of them.
 *
 * @returns nothing where none was measured
 */
export function verifyThresholds(
  thresholds: readonly Threshold[],
  verify: VerifyArtifact | null,
): readonly ThresholdResult[] {
  const stopped = verify?.stopped
  const blocks = (verify?.pairs ?? []).map(({ after }) => after.measured)
  const unpaired = stopped?.measured ?? null
  const stored = unpaired === null ? blocks : [...blocks, unpaired]
  if (stored.length === 0 || thresholds.length === 0) return []
  const aborted = stopped === undefined ? null : (thresholds[stopped.threshold] ?? null)
  return evaluateThresholds(thresholds, mergeStretches(stored.map(readMeasurement)), { aborted })
}
