import { groupDigits } from './group-digits.ts'
import { isKnownQuantile } from './known-quantile.ts'
import type { LatencySummary } from './latency-summary.ts'

const LABEL = 10
const CELL = 10
const NOTHING = '–'

/** The columns, and of which quantile each is. */
const columns = [
  ['mean', null],
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
  ['p999', 0.999],
  ['max', null],
] as const

/** Rows of durations under one heading, 80 columns wide; a dash where there are none, or too few for a percentile. */
export function latencyTable(
  rows: ReadonlyArray<readonly [label: string, summary: LatencySummary]>,
): string[] {
  const heading = ['mean', 'p50', 'p90', 'p99', 'p99.9', 'max', 'count']
  const decimals = decimalsFor(Math.max(0, ...rows.map(([, { max }]) => max ?? 0)))
  return [
    line('ms', heading),
    ...rows.map(([label, summary]) => {
      const cells = columns.map(([name, quantile]) => cell(summary[name], quantile, summary.count, decimals))
      return line(label, [...cells, groupDigits(summary.count)])
    }),
  ]
}

/** Whether a percentile is left out that the count does not allow. */
export function hasUnknownPercentile({ count }: LatencySummary): boolean {
  return count > 0 && columns.some(([, quantile]) => quantile !== null && !isKnownQuantile(quantile, count))
}

function cell(value: number | null, quantile: number | null, count: number, decimals: number): string {
  const unknown = value === null || (quantile !== null && !isKnownQuantile(quantile, count))
  return unknown ? NOTHING : value.toFixed(decimals)
}

function line(label: string, cells: readonly string[]): string {
  return `${label.padEnd(LABEL)}${cells.map((text) => text.padStart(CELL)).join('')}`
}

/** So that the longest has six digits at most, and all decimal points stand below each other. */
function decimalsFor(largest: number): number {
  if (largest < 100) return 3
  if (largest < 10_000) return 2
  return largest < 100_000 ? 1 : 0
}
