import type { TimeSeries } from './time-series.ts'

/**
 * A series as artifacts hold it: without the counts by size, of which the percentiles are what remains. `null` stands
 * for a percentile of no requests.
 */
export interface StoredTimeSeries extends Omit<TimeSeries, 'dropped' | 'response' | 'latencyCounts'> {
  /** Absent in artifacts of earlier versions. */
  readonly dropped?: readonly number[]
  /** Absent in artifacts of earlier versions. */
  readonly response?: {
    readonly p50Ms: ReadonlyArray<number | null>
    readonly p99Ms: ReadonlyArray<number | null>
  } | null
}

export function storeTimeSeries(series: TimeSeries): StoredTimeSeries {
  const { latencyCounts: _, ...stored } = series
  const orNull = (column: readonly number[]) =>
    column.map((valueMs) => (Number.isNaN(valueMs) ? null : valueMs))
  const response = series.response && {
    p50Ms: orNull(series.response.p50Ms),
    p99Ms: orNull(series.response.p99Ms),
  }
  return { ...stored, response }
}

export function readTimeSeries({ dropped, response = null, ...columns }: StoredTimeSeries): TimeSeries {
  const orNaN = (column: ReadonlyArray<number | null>) => column.map((valueMs) => valueMs ?? Number.NaN)
  return {
    ...columns,
    dropped: dropped ?? columns.due.map(() => 0),
    response: response && { p50Ms: orNaN(response.p50Ms), p99Ms: orNaN(response.p99Ms) },
    latencyCounts: null,
  }
}
