import { LatencyHistogram, type StoredHistogram } from './latency-histogram.ts'
import { mapMeasurement, type MeasurementOfAnyVersion } from './map-measurement.ts'
import type { Measurement } from './measurement.ts'
import { readComposition, type StoredComposition, storeComposition } from './stored-composition.ts'
import { readTimeSeries, type StoredTimeSeries, storeTimeSeries } from './stored-time-series.ts'

/** A measurement as artifacts hold it: plain data that JSON can say. Earlier versions lack some of it. */
export type StoredMeasurement = MeasurementOfAnyVersion<StoredHistogram, StoredTimeSeries, StoredComposition>

export function storeMeasurement(measurement: Measurement): StoredMeasurement {
  return mapMeasurement(measurement, (histogram) => histogram.store(), storeTimeSeries, storeComposition)
}

/** What earlier versions did not store is `null`. */
export function readMeasurement(stored: StoredMeasurement): Measurement {
  return mapMeasurement(
    stored,
    (histogram) => LatencyHistogram.fromStored(histogram),
    readTimeSeries,
    readComposition,
  )
}
