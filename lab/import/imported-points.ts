import type { CurveVariable } from '../../models/knee/curve-fits.ts'
import type { PointsRow } from '../knee/read-points.ts'
import { UsageError } from '../usage-error.ts'
import { type ImportedResult, percentileOf } from './imported-result.ts'

/** Measured points, and what is to be known of them; whole sentences. */
export interface ImportedPoints {
  readonly columns: readonly CurveVariable[]
  readonly rows: readonly PointsRow[]
  readonly notes: readonly string[]
}

/**
 * A point for each result, in ascending order of the load. The load is the concurrency, or the offered rate of open
 * models; all results must have the same one. The latency is the 99th percentile where all have it, otherwise the mean;
 * without either in all of them, and without a throughput, that column is left out.
 *
 * @throws UsageError when a result has no load, has latencies that are not the target's, or the results have different
 *   loads
 */
export function importedPoints(results: readonly ImportedResult[]): ImportedPoints {
  const distorted = results.find(({ distortion }) => distortion !== null)
  if (distorted !== undefined) throw new UsageError(`${distorted.label}: ${distorted.distortion}`)
  const load = loadOf(results)
  const latency = latencyOf(results)
  const hasThroughput = results.every(({ rate }) => rate.achieved !== null)
  const rows = results.map((result): PointsRow => ({
    [load]: load === 'rate' ? (result.rate.offered ?? NaN) : (result.concurrency ?? NaN),
    ...(hasThroughput ? { throughput: result.rate.achieved ?? NaN } : {}),
    ...(latency === null ? {} : { latencyMs: latency.of(result) ?? NaN }),
  }))
  return {
    columns: [
      load,
      ...(hasThroughput ? ['throughput' as const] : []),
      ...(latency === null ? [] : ['latencyMs' as const]),
    ],
    rows: rows.sort((a, b) => (a[load] ?? 0) - (b[load] ?? 0)),
    notes: [...(latency === null ? [] : [latency.note]), ...toolNotes(results)],
  }
}

type LoadName = 'rate' | 'concurrency'

function loadOf(results: readonly ImportedResult[]): LoadName {
  const loads = results.map((result) => ({ result, load: loadOfOne(result) }))
  const [first] = loads
  const other = loads.find(({ load }) => load !== first?.load)
  if (first === undefined) throw new UsageError('no results')
  if (other === undefined) return first.load
  throw new UsageError(
    `${first.result.label} has ${LOAD_NAMES[first.load]}, ${other.result.label} ${LOAD_NAMES[other.load]}: points need the same kind of load`,
  )
}

const LOAD_NAMES: Readonly<Record<LoadName, string>> = {
  rate: 'an offered rate',
  concurrency: 'a concurrency',
}

function loadOfOne({ model, rate, concurrency, label, format }: ImportedResult): LoadName {
  if (model !== 'open' && concurrency !== null) return 'concurrency'
  if (rate.offered !== null) return 'rate'
  const lacks = model === 'open' ? 'the rate that was asked for' : 'how many requests were under way at once'
  throw new UsageError(
    `${label}: ${format} does not hold ${lacks}: write the points as CSV, with a column for it`,
  )
}

function latencyOf(
  results: readonly ImportedResult[],
): { readonly of: (result: ImportedResult) => number | null; readonly note: string } | null {
  const p99 = (result: ImportedResult) => percentileOf(result, 99)
  const mean = ({ latencyMs }: ImportedResult) => latencyMs.mean
  const without = results.find((result) => p99(result) === null)
  if (without === undefined) return { of: p99, note: 'latencyMs is the 99th percentile.' }
  if (results.some((result) => mean(result) === null)) return null
  return { of: mean, note: `latencyMs is the mean: ${without.label} has no 99th percentile.` }
}

function toolNotes(results: readonly ImportedResult[]): string[] {
  const tools = [...new Set(results.map(({ tool }) => tool))]
  const mixed =
    tools.length < 2
      ? []
      : [`The points are of different tools (${tools.join(', ')}), which do not measure quite the same.`]
  return [...mixed, ...new Set(results.flatMap(({ notes }) => notes))]
}
