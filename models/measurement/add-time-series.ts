import { addLatencyGrids, joinLatencyGrid, type LatencyGrid } from './latency-grid.ts'
import { responsePercentiles, type TimeSeries } from './time-series.ts'

type Column = 'due' | 'completed' | 'failed' | 'dropped' | 'dialed'

/**
 * Adds up the series of pods that ran at the same time; peaks too, which is an upper bound. Where one has had to double
 * its intervals more often than another, the other's are joined as often. Percentiles are those of all pods together,
 * and `null` where one pod has not counted by size.
 *
 * @throws RangeError when there are none, when they begin at different times, or when the length of one's intervals is
 * not that of another's doubled some number of times
 */
export function addTimeSeries(pods: readonly TimeSeries[]): TimeSeries {
  const first = pods[0]
  if (first === undefined) throw new RangeError('no series to add')
  if (pods.some(({ fromMs }) => fromMs !== first.fromMs)) throw new RangeError('the series begin apart')
  const everyMs = Math.max(...pods.map((pod) => pod.everyMs))
  const joined = pods.map((pod) => joinedTo(pod, everyMs))
  const length = Math.max(...joined.map(({ due }) => due.length))
  const total = (of: (series: TimeSeries, i: number) => number | undefined) =>
    Array.from({ length }, (_, i) => joined.reduce((sum, pod) => sum + (of(pod, i) ?? 0), 0))
  const column = (name: Column) => total((pod, i) => pod[name][i])
  const sumsMs = total((pod, i) => responseSumMs(pod, i))
  return described(first.fromMs, everyMs, sumsMs, addedCounts(joined), {
    due: column('due'),
    completed: column('completed'),
    failed: column('failed'),
    dropped: column('dropped'),
    dialed: column('dialed'),
    peakOpen: total((pod, i) => pod.peakOpen[i]),
  })
}

/**
 * The series over intervals twice as long, each two in one. Percentiles are those of both together, and `null` where
 * the response times were not counted by size.
 */
export function joinTimeSeries(series: TimeSeries): TimeSeries {
  const length = Math.ceil(series.due.length / 2)
  const pairs = (join: (first: number, second: number) => number, of: (i: number) => number | undefined) =>
    Array.from({ length }, (_, i) => join(of(2 * i) ?? 0, of(2 * i + 1) ?? 0))
  const sums = (of: (i: number) => number | undefined) => pairs((first, second) => first + second, of)
  const column = (name: Column) => sums((i) => series[name][i])
  const sumsMs = sums((i) => responseSumMs(series, i))
  const counts = series.latencyCounts
  return described(series.fromMs, 2 * series.everyMs, sumsMs, counts && joinLatencyGrid(counts), {
    due: column('due'),
    completed: column('completed'),
    failed: column('failed'),
    dropped: column('dropped'),
    dialed: column('dialed'),
    peakOpen: pairs(Math.max, (i) => series.peakOpen[i]),
  })
}

function joinedTo(series: TimeSeries, everyMs: number): TimeSeries {
  let joined = series
  while (joined.everyMs < everyMs) joined = joinTimeSeries(joined)
  if (joined.everyMs !== everyMs) {
    throw new RangeError(`intervals of ${series.everyMs} ms do not fit those of ${everyMs} ms`)
  }
  return joined
}

function responseSumMs(series: TimeSeries, i: number): number {
  return (series.meanResponseMs[i] ?? 0) * (series.completed[i] ?? 0)
}

function addedCounts(pods: readonly TimeSeries[]): LatencyGrid | null {
  const grids = pods.flatMap(({ latencyCounts }) => (latencyCounts === null ? [] : [latencyCounts]))
  return grids.length < pods.length ? null : addLatencyGrids(grids)
}

function described(
  fromMs: number,
  everyMs: number,
  responseSumsMs: readonly number[],
  latencyCounts: LatencyGrid | null,
  counts: Pick<TimeSeries, Column | 'peakOpen'>,
): TimeSeries {
  return {
    fromMs,
    everyMs,
    ...counts,
    meanResponseMs: responseSumsMs.map((sumMs, i) => sumMs / Math.max(1, counts.completed[i] as number)),
    response: responsePercentiles(latencyCounts),
    latencyCounts,
  }
}
