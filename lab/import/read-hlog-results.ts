import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import { type ImportedLatency, type ImportedResult, unknownLatency, unknownParts } from './imported-result.ts'
import { type HlogInterval, parseHlog } from './read-hlog.ts'
import type { ResultReader } from './result-file.ts'

/** A histogram log of HdrHistogram: a result for each tag, its intervals in order of time. */
export const histogramLog: ResultReader = {
  format: 'a histogram log',
  knows: ({ text }) =>
    /^#\[(Histogram log format version|StartTime:|BaseTime:)|^"StartTimestamp"/m.test(text.slice(0, 4096)),
  read: ({ path, text }) =>
    [...byTag(parseHlog(text, path))].map(([tag, intervals]) => resultOf(path, tag, intervals)),
}

const SHOWN = [50, 75, 90, 95, 99, 99.9, 99.99]

function byTag(intervals: readonly HlogInterval[]): ReadonlyMap<string | null, readonly HlogInterval[]> {
  const grouped = new Map<string | null, HlogInterval[]>()
  for (const interval of intervals) {
    const list = grouped.get(interval.tag)
    if (list === undefined) grouped.set(interval.tag, [interval])
    else list.push(interval)
  }
  return grouped
}

function resultOf(path: string, tag: string | null, intervals: readonly HlogInterval[]): ImportedResult {
  const ordered = [...intervals].sort((a, b) => a.startMs - b.startMs)
  const histogram = LatencyHistogram.merge(ordered.map((each) => each.histogram))
  const durationMs = ordered.reduce((sum, { lengthMs }) => sum + lengthMs, 0)
  return {
    ...unknownParts,
    tool: 'HdrHistogram',
    format: histogramLog.format,
    label: tag === null ? path : `${path} (${tag})`,
    tag,
    startedAt: startOf(ordered[0]),
    durationMs,
    model: null,
    rate: { offered: null, achieved: finiteOrNull((1000 * histogram.count) / durationMs) },
    concurrency: null,
    requests: { total: histogram.count, failed: null },
    latencyMs: latencyOf(histogram),
    histogram,
    omission: null,
    intervals: ordered.map((each) => ({
      lengthMs: each.lengthMs,
      histogram: each.histogram,
      requests: null,
      ended: each.histogram.count,
    })),
    notes: ['A histogram log holds times, and not what they are of, nor what failed.'],
  }
}

/** Times of the year 1970 are relative to a start that the log does not tell. */
function startOf(first: HlogInterval | undefined): string | null {
  const startMs = first?.startMs ?? 0
  return startMs < 365 * 86_400_000 ? null : new Date(startMs).toISOString()
}

/** The mean is that of the buckets, within 0.1 %. */
function latencyOf(histogram: LatencyHistogram): ImportedLatency {
  if (histogram.count === 0) return unknownLatency
  return {
    mean: histogram.meanMs,
    stdev: histogram.standardDeviationMs,
    min: null,
    max: histogram.maxMs,
    percentiles: SHOWN.map((percentile) => ({ percentile, ms: histogram.quantileMs(percentile / 100) })),
  }
}
