import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { dialsPerSecond, type Measurement } from '../measurement/measurement.ts'
import type { RequestSeries } from '../measurement/request-series.ts'
import type { Aggregate, Threshold, ThresholdResult } from './threshold.ts'

export type Figure = Pick<ThresholdResult, 'value' | 'samples'>

const NOTHING: Figure = { value: null, samples: 0 }

/**
 * What a threshold looks at, in the unit of its limit. `responseTime`, `serviceTime` and `poolWait` are of completed
 * requests. `failed` counts those that failed or were dropped, of all that were due, which is what its rate is a
 * share of; `requests` counts responses that ended within the measured stretch, and `dials` the connections opened in
 * it. Means and longest times are exact; the others are those of the histogram, within 0.1 %, by nearest rank.
 *
 * Of the requests of one name less is known: those without a response and with a status from 500 up count as failed,
 * all others as completed, whatever a check said of them or happened to their bodies; those that were dropped are
 * left out; and `requests` counts responses to what was due in the stretch, which may have ended after it.
 *
 * @returns a `null` value where no request was due, or none that the figure could be made of
 */
export function thresholdFigure({ metric, request, aggregate }: Threshold, measurement: Measurement): Figure {
  if (metric === 'dials') return dialFigure(aggregate, measurement)
  const seen = request === null ? ofAll(measurement) : ofName(measurement, request)
  if (metric === 'failed') {
    const { failed, due } = seen
    return due === 0 ? NOTHING : { value: aggregate.kind === 'rate' ? failed / due : failed, samples: due }
  }
  if (metric === 'requests') {
    const { answered, due } = seen
    if (due === 0 || measurement.measuredMs <= 0) return NOTHING
    const perSecond = (1000 * answered) / measurement.measuredMs
    return { value: aggregate.kind === 'rate' ? perSecond : answered, samples: due }
  }
  return timeFigure(aggregate, seen[metric])
}

interface Seen {
  readonly due: number
  readonly failed: number
  readonly answered: number
  readonly responseTime: LatencyHistogram
  readonly serviceTime: LatencyHistogram
  readonly poolWait: LatencyHistogram
}

function ofAll({ requests, response, service, poolWait }: Measurement): Seen {
  const { due, failed, dropped, ended } = requests
  return {
    due,
    failed: failed + dropped,
    answered: ended,
    responseTime: response,
    serviceTime: service,
    poolWait,
  }
}

function ofName({ byRequest }: Measurement, name: string): Seen {
  const named = (byRequest ?? []).filter((series) => series.name === name)
  const completed = named.filter((series) => !hasFailed(series))
  const count = (series: readonly RequestSeries[]) =>
    series.reduce((sum, { response }) => sum + response.count, 0)
  const due = count(named)
  return {
    due,
    failed: due - count(completed),
    answered: count(named.filter(({ statusClass }) => statusClass !== 'none')),
    responseTime: LatencyHistogram.merge(completed.map(({ response }) => response)),
    serviceTime: LatencyHistogram.merge(completed.map(({ service }) => service)),
    poolWait: new LatencyHistogram(),
  }
}

function hasFailed({ statusClass }: RequestSeries): boolean {
  return statusClass === 'none' || statusClass === '5xx'
}

function dialFigure({ kind }: Aggregate, measurement: Measurement): Figure {
  const { dialed, reused } = measurement.connections
  const samples = dialed + reused
  if (samples === 0 || measurement.measuredMs <= 0) return NOTHING
  return { value: kind === 'rate' ? dialsPerSecond(measurement) : dialed, samples }
}

function timeFigure(aggregate: Aggregate, times: LatencyHistogram): Figure {
  const samples = times.count
  if (samples === 0) return NOTHING
  return { value: aggregate.kind === 'count' ? samples : timeMs(aggregate, times), samples }
}

function timeMs(aggregate: Aggregate, times: LatencyHistogram): number {
  if (aggregate.kind === 'avg') return times.meanMs
  if (aggregate.kind === 'max') return times.maxMs
  return times.quantileMs(quantileOf(aggregate))
}

/** The least is of rank 1, which is that of the quantile 0. */
function quantileOf(aggregate: Aggregate): number {
  if (aggregate.kind === 'percentile') return aggregate.percentile / 100
  return aggregate.kind === 'med' ? 0.5 : 0
}
