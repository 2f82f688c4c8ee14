import type { MeasurementOf } from './measurement.ts'
import { eachPhase } from './phases.ts'

const histogramNames = ['response', 'service', 'lateness', 'poolWait', 'dial'] as const

export type HistogramName = (typeof histogramNames)[number]

type AddedLater = 'warmup' | 'phases' | 'byRequest' | 'composition'

/** A measurement that may be from an earlier version, which did not know all of what is known now. */
export type MeasurementOfAnyVersion<Histogram, Series, Parts> = Omit<
  MeasurementOf<Histogram, Series, Parts>,
  AddedLater
> &
  Partial<Pick<MeasurementOf<Histogram, Series, Parts>, AddedLater>>

/** The same measurement with its histograms, series and composition in another form; what is absent becomes `null`. */
export function mapMeasurement<HistogramFrom, SeriesFrom, PartsFrom, HistogramTo, SeriesTo, PartsTo>(
  measurement: MeasurementOfAnyVersion<HistogramFrom, SeriesFrom, PartsFrom>,
  mapHistogram: (histogram: HistogramFrom) => HistogramTo,
  mapSeries: (series: SeriesFrom) => SeriesTo,
  mapComposition: (composition: PartsFrom) => PartsTo,
): MeasurementOf<HistogramTo, SeriesTo, PartsTo> {
  const { warmup = null, phases = null, byRequest = null, composition = null, series } = measurement
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
    composition: composition && mapComposition(composition),
    series: series && mapSeries(series),
  }
}

export function eachHistogram<Value>(make: (name: HistogramName) => Value): Record<HistogramName, Value> {
  return Object.fromEntries(histogramNames.map((name) => [name, make(name)])) as Record<HistogramName, Value>
}
