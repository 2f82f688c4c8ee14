import type { VerifyPair } from '../artifacts/verify.ts'
import {
  dialsPerSecond,
  failureRate,
  type Measurement,
  mergeStretches,
  readMeasurement,
} from '../measurement/measurement.ts'

/** What the simulator said about the verified windows, beside what was measured in them. */
export interface PredictedMeasured {
  /** With today's settings, or the recommended ones. */
  readonly setting: 'before' | 'after'
  /** Dials, or the mean or P99 of the response time. */
  readonly metric: 'dialsPerSecond' | 'mean' | 'p99'
  /** Per second, or ms. */
  readonly unit: '1/s' | 'ms'
  /** By the simulator. */
  readonly predicted: number
  /** On sockets. */
  readonly measured: number
  /** predicted / measured − 1; `null` where nothing was measured. */
  readonly error: number | null
}

export function comparePredictions(pairs: readonly VerifyPair[]): PredictedMeasured[] {
  if (pairs.length === 0) return []
  return (['before', 'after'] as const).flatMap((setting) => {
    const merged = (which: 'measured' | 'predicted') =>
      mergeStretches(pairs.map((pair) => readMeasurement(pair[setting][which])))
    const measured = merged('measured')
    const predicted = merged('predicted')
    const row = (
      metric: PredictedMeasured['metric'],
      unit: PredictedMeasured['unit'],
      of: (measurement: Measurement) => number,
    ): PredictedMeasured => ({
      setting,
      metric,
      unit,
      predicted: of(predicted),
      measured: of(measured),
      error: of(measured) > 0 ? of(predicted) / of(measured) - 1 : null,
    })
    return [
      row('dialsPerSecond', '1/s', dialsPerSecond),
      row('mean', 'ms', (measurement) => measurement.response.meanMs),
      row('p99', 'ms', (measurement) => measurement.response.quantileMs(0.99)),
    ]
  })
}

/** Share of the blocks' requests that failed or were dropped, both sides together. */
export function overallFailureRate(pairs: readonly VerifyPair[]): number {
  const blocks = pairs.flatMap(({ before, after }) => [before, after])
  if (blocks.length === 0) return 0
  return failureRate(mergeStretches(blocks.map((block) => readMeasurement(block.measured))))
}
