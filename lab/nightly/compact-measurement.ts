import {
  type Measurement,
  type StoredMeasurement,
  storeMeasurement,
} from '../../models/measurement/measurement.ts'

/** A measurement as a history keeps it: without series, phases, composition and what is known of each request. */
export function compactMeasurement(measurement: Measurement): StoredMeasurement {
  return storeMeasurement({ ...measurement, series: null, phases: null, byRequest: null, composition: null })
}
