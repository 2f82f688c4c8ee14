import type { ComparedBlock, ComparedSource } from '../../models/compare/compared-source.ts'
import { joinIntervals, type JoinedIntervals } from '../../models/compare/join-intervals.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import type { RunSide } from '../compare/read-run-source.ts'
import type { SourceFile } from '../compare/source-reader.ts'
import { UsageError } from '../usage-error.ts'
import { type ImportedInterval, type ImportedResult, percentileOf } from './imported-result.ts'
import { readKnown } from './read-imported.ts'

/**
 * What another tool wrote, as one side of a comparison. Only what lists its requests or has intervals gives blocks; all
 * else is figures.
 *
 * @returns `null` where the file is of no known format
 * @throws UsageError when it is not whole, holds several results, or a side of it is asked for that it does not have
 */
export async function readImportedSource(file: SourceFile): Promise<ComparedSource | null> {
  const results = await readKnown(file)
  return results === null ? null : sourceOf(chosen(file, results))
}

/** Of a log with tags, the side's: `after`, or `after.response`; of several results, none can be chosen. */
function chosen({ path, side }: SourceFile, results: readonly ImportedResult[]): ImportedResult {
  const tags = results.flatMap(({ tag }) => (tag === null ? [] : [tag]))
  if (side !== null) return taggedWith(path, side, results, tags)
  const [first, ...others] = results
  if (first !== undefined && others.length === 0) return first
  if (tags.length === 0) {
    throw new UsageError(
      `${path} holds ${results.length} results, and a side is one of them: give each a file`,
    )
  }
  const which = tags.some((tag) => hasSide(tag, 'after')) ? `, e.g. ${path}:after` : ''
  throw new UsageError(
    `${path} holds ${results.length} results, tagged ${tags.join(', ')}: name one side${which}, or give each a file`,
  )
}

function taggedWith(
  path: string,
  side: RunSide,
  results: readonly ImportedResult[],
  tags: readonly string[],
): ImportedResult {
  const found = results.find(({ tag }) => tag !== null && hasSide(tag, side))
  if (found !== undefined) return found
  const has = tags.length === 0 ? 'it has no tags' : `its tags are ${tags.join(', ')}`
  throw new UsageError(`${path}:${side}: nothing in it is tagged ${side} or ${side}.response; ${has}`)
}

function hasSide(tag: string, side: RunSide): boolean {
  return tag === side || tag === `${side}.response`
}

function sourceOf(result: ImportedResult): ComparedSource {
  const { label, startedAt, distortion, model, target, tool, latencyMs, requests, rate } = result
  const { blocks, missing, varianceFactor } = blocksOf(result)
  const failed = requests?.failed ?? null
  return {
    label,
    kind: 'imported',
    startedAt,
    verdict: distortion === null ? null : { verdict: 'DISTORTED', why: distortion },
    comparability: {
      scenarioHash: null,
      environment: null,
      driver: tool,
      seed: null,
      plan: null,
      target,
      load: describeLoad(result),
    },
    model,
    client: null,
    settings: null,
    figures: {
      mean: latencyMs.mean,
      p50: percentileOf(result, 50),
      p99: percentileOf(result, 99),
      failureRate: requests === null || failed === null ? null : finiteOrNull(failed / requests.total),
      throughput: rate.achieved,
      dialsPerSecond: null,
      rssPeak: null,
      gcPause: null,
    },
    blocks,
    blocksMissing: missing,
    varianceFactor,
    cellWidth: 0,
    firstBlocks: null,
    notes: result.notes,
  }
}

/** A rate that was counted is not quite the one that was asked for. */
function describeLoad({ concurrency, model, rate }: ImportedResult): string | null {
  if (model === 'open' && rate.offered !== null) return `about ${Number(rate.offered.toPrecision(2))}/s`
  return concurrency === null ? null : `${concurrency} at a time`
}

function blocksOf({ intervals, format, omission }: ImportedResult): JoinedIntervals {
  if (intervals.length > 0) return joinIntervals(intervals.map(blockOf))
  const filledIn = omission === 'filled-in' ? ', and some of its latencies may be filled in' : ''
  return { blocks: [], varianceFactor: 1, missing: `${format} has figures only, and no intervals${filledIn}` }
}

/** What is not known of an interval is unknown as a figure as well, so that no statistic is made of these zeros. */
function blockOf({ histogram, requests, ended, lengthMs }: ImportedInterval): ComparedBlock {
  return {
    traffic: null,
    responses: histogram.sparseEnds(),
    responseSumMs: histogram.sumMs,
    due: requests?.total ?? histogram.count,
    failed: requests?.failed ?? 0,
    ended,
    dialed: 0,
    measuredMs: lengthMs,
    rssPeakBytes: null,
    gcPauses: null,
    gcTotalMs: null,
  }
}
