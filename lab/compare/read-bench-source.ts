import type { ComparedBlock, ComparedSource, SourceFigures } from '../../models/compare/compared-source.ts'
import { joinIntervals, type JoinedIntervals } from '../../models/compare/join-intervals.ts'
import type { BenchDocument } from '../bench/bench-document.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import { UsageError } from '../usage-error.ts'
import { checkBenchDocument } from './check-bench-document.ts'
import { describeEnvironment } from './describe-environment.ts'
import { cellWidthOf, latencyCountsOf, type LatencyGridDocument } from './latency-grid-document.ts'
import type { SourceFile } from './source-reader.ts'

/**
 * What `bench --json` printed. The intervals of its timeline are joined into blocks.
 *
 * @returns `null` where the file is none of it
 * @throws UsageError when it is of another version, or not whole, or a side of it is asked for
 */
export function readBenchSource({ path, side, json }: SourceFile): ComparedSource | null {
  const document = checkBenchDocument(path, json)
  if (document === null) return null
  if (side !== null) {
    throw new UsageError(`${path}:${side}: a bench has one side; only runs have before and after`)
  }
  const { latencyGrid, seed, driver, target, model, client, settings, startedAt } = document
  const { blocks, missing, varianceFactor } = blocksOf(document)
  return {
    label: path,
    kind: 'bench',
    startedAt,
    verdict: { verdict: document.verdict.verdict, why: document.verdict.figure },
    comparability: {
      scenarioHash: null,
      environment: describeEnvironment(document.environment),
      driver,
      seed,
      plan: null,
      target,
      load: describeLoad(document),
    },
    model,
    client,
    settings,
    figures: figuresOf(document),
    blocks,
    blocksMissing: missing,
    varianceFactor,
    cellWidth: latencyGrid == null ? 0 : cellWidthOf(latencyGrid),
    firstBlocks: null,
    notes: [],
  }
}

function describeLoad({ method, load }: BenchDocument): string {
  if (load.kind === 'open') return `${method}, ${load.rate}/s ${load.arrivals}`
  const think = load.thinkTime === null ? '' : `, think time ${JSON.stringify(load.thinkTime)}`
  return `${method}, ${load.users} users${think}`
}

function figuresOf({ responseMs, requests, rate, connections, durationMs }: BenchDocument): SourceFigures {
  return {
    mean: responseMs.mean,
    p50: responseMs.p50,
    p99: responseMs.p99,
    failureRate: finiteOrNull((requests.failed + requests.dropped) / requests.due),
    throughput: rate.achieved,
    dialsPerSecond: finiteOrNull((1000 * connections.dialed) / durationMs),
    rssPeak: null,
    gcPause: null,
  }
}

function blocksOf(document: BenchDocument): JoinedIntervals {
  const { latencyGrid, timelineEveryMs } = document
  if (latencyGrid == null || timelineEveryMs === null) {
    return {
      blocks: [],
      varianceFactor: 1,
      missing: 'it was written without the response times of each second',
    }
  }
  return joinIntervals(intervalsOf(document, latencyGrid, timelineEveryMs))
}

/** Whole intervals of the measured stretch; answers to its last requests come after it. */
function intervalsOf(
  { timeline, durationMs }: BenchDocument,
  grid: LatencyGridDocument,
  everyMs: number,
): readonly ComparedBlock[] {
  return timeline.slice(0, Math.floor(durationMs / everyMs)).map((entry, i) => ({
    traffic: null,
    responses: latencyCountsOf(grid, i),
    responseSumMs: grid.sumMs[i] ?? 0,
    due: entry.due,
    failed: entry.failed + entry.dropped,
    ended: entry.completed,
    dialed: entry.dialed,
    measuredMs: everyMs,
    rssPeakBytes: null,
    gcPauses: null,
    gcTotalMs: null,
  }))
}
