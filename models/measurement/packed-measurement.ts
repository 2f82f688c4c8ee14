import { type Composition, copyComposition } from './composition.ts'
import { LatencyHistogram, type PackedHistogram } from './latency-histogram.ts'
import { resizedLatencyGrid } from './latency-grid.ts'
import { mapMeasurement } from './map-measurement.ts'
import type { Measurement, MeasurementOf } from './measurement.ts'
import type { TimeSeries } from './time-series.ts'

/** A measurement as it goes from thread to thread: plain data and typed arrays. */
export type PackedMeasurement = MeasurementOf<PackedHistogram, TimeSeries>

/**
 * @returns the measurement as something that can be posted, and the buffers in it that may be transferred, which are
 * its own: the measurement stays as it is
 */
export function packMeasurement(measurement: Measurement): {
  readonly packed: PackedMeasurement
  readonly transfer: ArrayBuffer[]
} {
  const transfer: ArrayBuffer[] = []
  const packHistogram = (histogram: LatencyHistogram) => {
    const packed = histogram.pack()
    transfer.push(packed.buckets.buffer, packed.counts.buffer)
    return packed
  }
  const packSeries = (series: TimeSeries) => {
    if (series.latencyCounts === null) return series
    const latencyCounts = resizedLatencyGrid(series.latencyCounts, series.latencyCounts.intervals)
    transfer.push(latencyCounts.counts.buffer)
    return { ...series, latencyCounts }
  }
  const packComposition = (composition: Composition) => {
    const { copy, buffers } = copyComposition(composition)
    transfer.push(...buffers)
    return copy
  }
  return { packed: mapMeasurement(measurement, packHistogram, packSeries, packComposition), transfer }
}

/** Loses nothing: all counts, sums and percentiles are those of the measurement that was packed. */
export function unpackMeasurement(packed: PackedMeasurement): Measurement {
  return mapMeasurement(
    packed,
    (histogram) => LatencyHistogram.fromPacked(histogram),
    (series) => series,
    (composition) => composition,
  )
}
