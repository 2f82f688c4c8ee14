import type { Measurement } from '../measurement/measurement.ts'
import { isMet, isMetWithin, mayYetBeMet } from './is-met.ts'
import type { Threshold, ThresholdResult } from './threshold.ts'
import { thresholdFigure } from './threshold-figure.ts'

export interface EvaluateOptions {
  /** One of the thresholds: the one that ended the run. It was not met then, whatever it is now. */
  readonly aborted?: Threshold | null
}

/**
 * Holds a measurement against each threshold; `thresholdFigure` says what is looked at. Where there is nothing to look
 * at, a threshold is not met: a run without a single request proves nothing.
 */
export function evaluateThresholds(
  thresholds: readonly Threshold[],
  measurement: Measurement,
  { aborted = null }: EvaluateOptions = {},
): readonly ThresholdResult[] {
  return thresholds.map((threshold) => {
    const { value, samples } = thresholdFigure(threshold, measurement)
    const hasEnded = threshold === aborted
    const passed = value !== null && isMet(threshold, value) && !hasEnded
    return { threshold, passed, value, samples, aborted: hasEnded }
  })
}

export interface AbortOptions {
  /**
   * By how much the time in which things were counted may be less than `measuredMs`, because threads tell of them now
   * and then, and not at the same moment; in ms, ≥ 0. 0 unless told.
   */
  readonly lagMs?: number
}

/**
 * The first threshold that ends the run by what was measured so far: one that asks for that, after its delay, with
 * something to look at, which is not met and does not come to be met by going on alone. A figure per second ends it
 * only where it would do so for every time that it may have been counted in.
 */
export function findAbort(
  thresholds: readonly Threshold[],
  soFar: Measurement,
  { lagMs = 0 }: AbortOptions = {},
): Threshold | null {
  const ends = (threshold: Threshold): boolean => {
    if (!threshold.abortOnFail || soFar.measuredMs < threshold.delayMs) return false
    const { value } = thresholdFigure(threshold, soFar)
    if (value === null) return false
    const most = isPerSecond(threshold) ? mostPerSecond(value, soFar.measuredMs, lagMs) : value
    return !isMetWithin(threshold, value, most) && !mayYetBeMet(threshold, value)
  }
  return thresholds.find(ends) ?? null
}

function isPerSecond({ metric, aggregate }: Threshold): boolean {
  return aggregate.kind === 'rate' && metric !== 'failed'
}

function mostPerSecond(rate: number, measuredMs: number, lagMs: number): number {
  if (rate === 0) return 0
  return lagMs < measuredMs ? (rate * measuredMs) / (measuredMs - lagMs) : Infinity
}
