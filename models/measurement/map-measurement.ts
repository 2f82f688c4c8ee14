import type { MeasurementOf } from './measurement.ts'
import { eachPhase } from './phases.ts'

const histogramNames = ['response', 'service', 'lateness', 'poolWait', 'dial'] as const

export type HistogramName = (typeof histogramNames)[number]

type AddedLater = 'warmup' | 'phases' | 'byRequest'

/** A measurement that may be from an earlier version, which did not know all of what is known now. */
export type MeasurementOfAnyVersion<Histogram, Series> = Omit<MeasurementOf<Histogram, Series>, AddedLater> &
  Partial<Pick<MeasurementOf<Histogram, Series>, AddedLater>>

/** The same measurement with every histogram and its series in another form; what is absent becomes `null`. */
export function mapMeasurement<HistogramFrom, SeriesFrom, HistogramTo, SeriesTo>(
  measurement: MeasurementOfAnyVersion<HistogramFrom, SeriesFrom>,
  mapHistogram: (histogram: HistogramFrom) => HistogramTo,
  mapSeries: (series: SeriesFrom) => SeriesTo,
): MeasurementOf<HistogramTo, SeriesTo> {
  const { warmup = null, phases = null, byRequest = null, series } = measurement
  const mapped = byRequest?.map((each) => ({
    ...each,
    response: mapHistogram(each.response),
    service: mapHistogram(each.service),
  }))
  return {
    ...measurement,
    ...eachHistogram((name) => mapHistogram(measurement[name])),
    warmup,
    phases: phases && eachPhase((name) => mapHistogram(phases[name])),
    byRequest: mapped ?? null,
    series: series && mapSeries(series),
  }
}

export function eachHistogram<Value>(make: (name: HistogramName) => Value): Record<HistogramName, Value> {
  return Object.fromEntries(histogramNames.map((name) => [name, make(name)])) as Record<HistogramName, Value>
}
