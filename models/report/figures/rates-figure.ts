import type { FitArtifact } from '../../artifacts/fit.ts'
import type { SimulateArtifact } from '../../artifacts/simulate.ts'
import type { SweepArtifact, SweepStep } from '../../artifacts/sweep.ts'
import { readMeasurement, throughput } from '../../measurement/measurement.ts'
import type { RatesFigure } from './run-figures.ts'

/** Response time against rate; `null` where nothing was swept. */
export function ratesFigure(stages: {
  readonly sweep: SweepArtifact | null
  readonly fit: FitArtifact | null
  readonly simulate: SimulateArtifact | null
  readonly sloP99Ms: number | null
}): RatesFigure | null {
  const { sweep, fit, simulate, sloP99Ms } = stages
  if (sweep === null || sweep.steps.length === 0) return null
  const steps = sweep.steps.map(stepFigures).toSorted((a, b) => a.offeredRate - b.offeredRate)
  return {
    steps,
    sloP99Ms,
    capacity: fit?.knee.sloCapacity ?? null,
    knee: kneeBand(
      fit,
      steps.map(({ offeredRate }) => offeredRate),
    ),
    schedule: ratesOfSchedule(simulate),
  }
}

/** The offered rate is that of the requests which came due, as the fit has it. */
function stepFigures({ measurement: stored, outcome }: SweepStep): RatesFigure['steps'][number] {
  const measurement = readMeasurement(stored)
  const { response, requests, measuredMs } = measurement
  const ifAnswered = (valueMs: number) => (response.count === 0 ? null : valueMs)
  return {
    offeredRate: (1000 * requests.due) / measuredMs,
    achievedRate: throughput(measurement),
    meanMs: ifAnswered(response.meanMs),
    p50Ms: ifAnswered(response.quantileMs(0.5)),
    p99Ms: ifAnswered(response.quantileMs(0.99)),
    outcome,
  }
}

/** A knee is known to the steps beside it; one at the end of the sweep has none there. */
function kneeBand(fit: FitArtifact | null, rates: readonly number[]): RatesFigure['knee'] {
  const rate = fit?.knee.kneedle?.x
  if (rate === undefined) return null
  return {
    rate,
    low: rates.findLast((each) => each < rate) ?? rate,
    high: rates.find((each) => each > rate) ?? rate,
  }
}

/** Runs of earlier versions did not keep the schedule. */
function ratesOfSchedule(simulate: SimulateArtifact | null): RatesFigure['schedule'] {
  const schedule = simulate?.schedule
  if (simulate === null || schedule === undefined) return null
  return {
    meanRate: (1000 * simulate.surface.requests) / schedule.durationMs,
    peakRate: schedule.peakMinuteRate,
  }
}
