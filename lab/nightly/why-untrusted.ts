import { isGeneratorBound } from '../../models/measurement/generator-health.ts'
import { failureRate, mergeStretches, readMeasurement } from '../../models/measurement/measurement.ts'
import type { MeasuredWindow, NightlyBlock } from './measured-window.ts'

/** As the report of a run judges. */
const TOLERATED_LATE_SHARE = 0.25
const TOLERATED_FAILURES = 0.05

/**
 * What is in the way of a verdict, as one sentence, or `null`: load threads that were late on both sides, or a side to
 * compare with that fails. Both sides are the baseline and tonight, or tonight's two turns where the baseline is an
 * earlier night. Failures of tonight alone, against a baseline without, are a finding and no obstacle.
 *
 * @param isToBePinned whether later nights are to be compared with this one
 */
export function whyUntrusted(windows: readonly MeasuredWindow[], isToBePinned: boolean): string | null {
  const tonight = windows.map((window) => window.tonight)
  const baseline = windows.flatMap((window) => window.baseline ?? [])
  const other = baseline.length > 0 ? baseline : windows.map((window) => window.tonightAgain)
  return whyLate(tonight, other) ?? whyFailing(isToBePinned ? [...tonight, ...other] : baseline, isToBePinned)
}

function whyLate(tonight: readonly NightlyBlock[], other: readonly NightlyBlock[]): string | null {
  const late = (blocks: readonly NightlyBlock[]) =>
    blocks.filter(({ generator }) => isGeneratorBound(generator)).length
  const both = Math.min(late(tonight), late(other))
  if (both <= TOLERATED_LATE_SHARE * tonight.length) return null
  const worstMs = Math.max(...[...tonight, ...other].map(({ generator }) => generator.latenessP99Ms))
  return (
    `The load threads were late on both sides, up to ${worstMs.toFixed(0)} ms (P99), in ${late(tonight)} and ` +
    `${late(other)} of ${tonight.length} blocks: close what else runs here, or lower the rate.`
  )
}

function whyFailing(blocks: readonly NightlyBlock[], isToBePinned: boolean): string | null {
  if (blocks.length === 0) return null
  const share = failureRate(mergeStretches(blocks.map(({ measured }) => readMeasurement(measured))))
  if (share <= TOLERATED_FAILURES) return null
  const failed = `${(100 * share).toFixed(1)} % of its requests failed`
  return isToBePinned
    ? `Tonight is not pinned, since ${failed}: see the target's own log.`
    : `The baseline cannot be compared with, since ${failed}: see its own log.`
}
