import type { FinishedRun } from '../../models/report/finished-run.ts'
import { oneLine } from './one-line.ts'
import type { ReportFormat } from './report-format.ts'
import { type SideFigure, sideFigures } from './side-figures.ts'

/**
 * Bencher Metric Format, for `bencher run --adapter json` (bencher.dev, reference "Bencher Metric Format"). Its built-in
 * measures have their own units: `latency` is in ns, `throughput` in operations per second.
 */
export const bencherFormat: ReportFormat = {
  name: 'bencher',
  mediaType: 'application/json',
  fileName: 'bencher.json',
  render: (run) => `${JSON.stringify(bencherMetrics(run), null, 2)}\n`,
}

/** A figure and the ends of its 95 % interval, where there is one. */
export interface BencherMetric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

/** By benchmark, and then by measure. */
export type BencherMetrics = Readonly<Record<string, Readonly<Record<string, BencherMetric>>>>

const NS_PER_MS = 1_000_000

/** Measures other than the built-in ones are made by Bencher when it first sees them. */
const measures: Readonly<
  Record<SideFigure['metric'], { readonly of: string; readonly measure: string; readonly scale: number }>
> = {
  mean: { of: 'mean response', measure: 'latency', scale: NS_PER_MS },
  p99: { of: 'P99 response', measure: 'latency', scale: NS_PER_MS },
  failureRate: { of: 'requests', measure: 'failure-rate', scale: 1 },
  dialsPerSecond: { of: 'connections', measure: 'dials-per-second', scale: 1 },
  throughput: { of: 'requests', measure: 'throughput', scale: 1 },
}

/** Longest name of a benchmark that Bencher takes, in characters. */
const LONGEST_NAME = 1024

/** Empty where nothing was verified. */
export function bencherMetrics(run: FinishedRun): BencherMetrics {
  const scenario = oneLine(run.report.name)
  const byBenchmark = new Map<string, Array<[measure: string, metric: BencherMetric]>>()
  for (const { side, metric, value, low, high } of sideFigures(run)) {
    const { of, measure, scale } = measures[metric]
    const rest = ` / ${side} / ${of}`
    const name = `${scenario.slice(0, LONGEST_NAME - rest.length).replace(/\p{Cs}/gu, '')}${rest}`
    const bounds =
      low === null || high === null ? {} : { lower_value: low * scale, upper_value: high * scale }
    const entries = byBenchmark.get(name) ?? []
    byBenchmark.set(name, [...entries, [measure, { value: value * scale, ...bounds }]])
  }
  return Object.fromEntries(
    [...byBenchmark].map(([name, entries]) => [name, Object.fromEntries(entries)] as const),
  )
}
