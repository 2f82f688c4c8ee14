import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { HistogramName } from '../../models/measurement/map-measurement.ts'
import { readMeasurement, type StoredMeasurement } from '../../models/measurement/measurement.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import { oneLine } from './one-line.ts'

/** A line of a histogram log. */
export interface HlogEntry {
  /** Whose times, and which: `before.response`, `step-64.8.poolWait`; without spaces and commas. */
  readonly tag: string
  /** From the start of the log. */
  readonly startMs: number
  readonly lengthMs: number
  readonly histogram: LatencyHistogram
}

const metrics = ['response', 'service', 'poolWait', 'dial'] as const satisfies readonly HistogramName[]

/**
 * The measured times of a run as an HdrHistogram log, format version 1.3: four lines for each step of the sweep and each
 * block of the verification. Values are µs; `Interval_Max` is in ms, and exact.
 *
 * @param encode a histogram of µs as base64 of HdrHistogram's compressed encoding V2
 */
export function hlogText(run: FinishedRun, encode: (histogram: LatencyHistogram) => string): string {
  const { name, startedAt } = run.report
  const startSeconds = Date.parse(startedAt) / 1000
  const lines = [
    '#[Written by kneepoint: values in microseconds, Interval_Max in milliseconds]',
    `#[Scenario: ${oneLine(name)}]`,
    '#[Histogram log format version 1.3]',
    ...(Number.isFinite(startSeconds)
      ? [`#[StartTime: ${startSeconds.toFixed(3)} (seconds since epoch), ${oneLine(startedAt)}]`]
      : []),
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...hlogEntries(run).map((entry) => lineOf(entry, encode)),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * By start, those of one tag too. A block starts where its window begins in the schedule, whenever it was measured, so
 * that what was sent with both settings has one place. Steps have no place there: they follow one another from 0.
 */
export function hlogEntries({ steps, pairs }: FinishedRun): HlogEntry[] {
  let stepMs = 0
  const swept = steps.flatMap(({ offeredRate, measurement }) => {
    const startMs = stepMs
    stepMs += measurement.measuredMs
    return entriesOf(`step-${Number(offeredRate.toFixed(3))}`, startMs, measurement)
  })
  const verified = pairs.flatMap(({ window, before, after }) => [
    ...entriesOf('before', window.fromMs, before.measured),
    ...entriesOf('after', window.fromMs, after.measured),
  ])
  return [...swept, ...verified].sort((a, b) => a.startMs - b.startMs)
}

function entriesOf(of: string, startMs: number, stored: StoredMeasurement): HlogEntry[] {
  const measured = readMeasurement(stored)
  return metrics.map((metric) => ({
    tag: `${of}.${metric}`,
    startMs,
    lengthMs: measured.measuredMs,
    histogram: measured[metric],
  }))
}

function lineOf(
  { tag, startMs, lengthMs, histogram }: HlogEntry,
  encode: (histogram: LatencyHistogram) => string,
): string {
  const maxMs = histogram.count === 0 ? 0 : histogram.maxMs
  const figures = [startMs / 1000, lengthMs / 1000, maxMs].map((figure) => figure.toFixed(3))
  return `Tag=${tag},${figures.join(',')},${encode(histogram)}`
}
