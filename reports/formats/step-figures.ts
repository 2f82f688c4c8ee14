import type { StepOutcome, SweepStep } from '../../models/artifacts/sweep.ts'
import {
  dialsPerSecond,
  failureRate,
  readMeasurement,
  throughput,
} from '../../models/measurement/measurement.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'

/** A step of the sweep in figures. Times of responses are `null` where nothing was answered. */
export interface StepFigures {
  /** Requests per second. */
  readonly offeredRate: number
  readonly achievedRate: number | null
  readonly outcome: StepOutcome
  /** Length of what was measured. */
  readonly measuredMs: number
  readonly due: number
  readonly completed: number
  /** Share of the due requests that failed or were dropped, in [0, 1]. */
  readonly failureRate: number
  readonly meanMs: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  readonly dialsPerSecond: number | null
  /** How late requests were handed to the pool. */
  readonly latenessP99Ms: number
}

/** In the order of the steps: by offered rate. */
export function stepFigures(steps: readonly SweepStep[]): StepFigures[] {
  return steps.map(({ offeredRate, outcome, measurement, generator }) => {
    const measured = readMeasurement(measurement)
    const { requests, response } = measured
    return {
      offeredRate,
      achievedRate: finiteOrNull(throughput(measured)),
      outcome,
      measuredMs: measured.measuredMs,
      due: requests.due,
      completed: requests.completed,
      failureRate: failureRate(measured),
      meanMs: finiteOrNull(response.meanMs),
      p50Ms: finiteOrNull(response.quantileMs(0.5)),
      p99Ms: finiteOrNull(response.quantileMs(0.99)),
      maxMs: finiteOrNull(response.maxMs),
      dialsPerSecond: finiteOrNull(dialsPerSecond(measured)),
      latenessP99Ms: generator.latenessP99Ms,
    }
  })
}
