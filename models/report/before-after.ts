import type { VerifyBlock, VerifyPair } from '../artifacts/verify.ts'
import {
  dialsPerSecond,
  failureRate,
  type Measurement,
  mergeStretches,
  readMeasurement,
} from '../measurement/measurement.ts'
import { type BlockPair, type BlockRatio, blockDifference, blockRatio } from '../statistics/block-ratio.ts'
import {
  meanOfCounts,
  mergeCounts,
  quantileOfCounts,
  type SparseCounts,
  totalOfCounts,
} from '../statistics/weighted-quantile.ts'

/** One line of the before/after table. */
export interface ComparedMetric {
  readonly metric: 'mean' | 'p99' | 'failureRate' | 'dialsPerSecond' | 'rssPeak' | 'gcPause'
  /** ms, a share in [0, 1], per second, or bytes. */
  readonly unit: 'ms' | 'share' | '1/s' | 'bytes'
  /** Whether `change` is relative (after / before − 1) or a plain difference in the unit. */
  readonly kind: 'ratio' | 'difference'
  /** `null` where the target does not tell. */
  readonly effect: BlockRatio | null
}

/** Old settings against new ones, from blocks that were measured in pairs; the pair is the unit of every interval. */
export function compareBeforeAfter(pairs: readonly VerifyPair[], seed: number): ComparedMetric[] {
  const sides = pairs.map(({ before, after }) => ({ before: summarise(before), after: summarise(after) }))
  const ratio = (of: (blocks: readonly BlockSummary[]) => number) => blockRatio(sides, of, { seed })
  const all = sides.flatMap(({ before, after }) => [before, after])
  const ifKnown = (
    known: (block: BlockSummary) => boolean,
    of: (blocks: readonly BlockSummary[]) => number,
  ) => (all.length > 0 && all.every(known) ? ratio(of) : null)
  return [
    {
      metric: 'mean',
      unit: 'ms',
      kind: 'ratio',
      effect: ratio((blocks) => meanOfCounts(mergeCounts(blocks.map((block) => block.responses)))),
    },
    {
      metric: 'p99',
      unit: 'ms',
      kind: 'ratio',
      effect: withoutGuess(
        sides,
        ratio((blocks) => quantileOfCounts(mergeCounts(blocks.map((block) => block.responses)), 0.99)),
      ),
    },
    {
      metric: 'failureRate',
      unit: 'share',
      kind: 'difference',
      effect: blockDifference(sides, (blocks) => total(blocks, 'failed') / total(blocks, 'due'), { seed }),
    },
    compareDials(sides, seed),
    {
      metric: 'rssPeak',
      unit: 'bytes',
      kind: 'ratio',
      effect: ifKnown(
        (block) => block.rssPeakBytes !== null,
        (blocks) => total(blocks, 'rssPeakBytes') / blocks.length,
      ),
    },
    {
      metric: 'gcPause',
      unit: 'ms',
      kind: 'ratio',
      effect: ifKnown(
        (block) => block.gcPauses !== null && block.gcTotalMs !== null,
        (blocks) => total(blocks, 'gcTotalMs') / total(blocks, 'gcPauses'),
      ),
    },
  ]
}

/** Fewest values from which a two-sided 95 % interval for a P99 can be had at all (order statistics). */
const LEAST_FOR_P99 = 299

/** A P99 of a few hundred requests is near their maximum: it has no interval. */
function withoutGuess(sides: ReadonlyArray<BlockPair<BlockSummary>>, effect: BlockRatio): BlockRatio {
  const fewest = Math.min(
    ...(['before', 'after'] as const).map((side) =>
      sides.reduce((sum, pair) => sum + totalOfCounts(pair[side].responses), 0),
    ),
  )
  return fewest < LEAST_FOR_P99 ? { ...effect, low: null, high: null } : effect
}

/** As a ratio; as a difference where one side dials so seldom that a ratio has no interval. */
function compareDials(sides: ReadonlyArray<BlockPair<BlockSummary>>, seed: number): ComparedMetric {
  const rate = (blocks: readonly BlockSummary[]) =>
    (1000 * total(blocks, 'dialed')) / total(blocks, 'measuredMs')
  const ratio = blockRatio(sides, rate, { seed })
  const metric = { metric: 'dialsPerSecond', unit: '1/s' } as const
  if (ratio.low !== null) return { ...metric, kind: 'ratio', effect: ratio }
  return { ...metric, kind: 'difference', effect: blockDifference(sides, rate, { seed }) }
}

interface BlockSummary {
  readonly responses: SparseCounts
  readonly due: number
  readonly failed: number
  readonly dialed: number
  readonly measuredMs: number
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
}

function summarise(block: VerifyBlock): BlockSummary {
  const measurement = readMeasurement(block.measured)
  const { due, failed, dropped } = measurement.requests
  return {
    responses: measurement.response.sparse(),
    due,
    failed: failed + dropped,
    dialed: measurement.connections.dialed,
    measuredMs: measurement.measuredMs,
    rssPeakBytes: block.target.rssPeakBytes,
    gcPauses: block.target.gcPauses,
    gcTotalMs: block.target.gcTotalMs,
  }
}

function total(blocks: readonly BlockSummary[], field: Exclude<keyof BlockSummary, 'responses'>): number {
  return blocks.reduce((sum, block) => sum + (block[field] ?? Number.NaN), 0)
}

/** What the simulator said about the verified windows, beside what was measured in them. */
export interface PredictedMeasured {
  readonly setting: 'before' | 'after'
  readonly metric: 'dialsPerSecond' | 'mean' | 'p99'
  readonly unit: '1/s' | 'ms'
  readonly predicted: number
  readonly measured: number
  /** predicted / measured − 1; `null` where nothing was measured. */
  readonly error: number | null
}

export function comparePredictions(pairs: readonly VerifyPair[]): PredictedMeasured[] {
  if (pairs.length === 0) return []
  return (['before', 'after'] as const).flatMap((setting) => {
    const merged = (which: 'measured' | 'predicted') =>
      mergeStretches(pairs.map((pair) => readMeasurement(pair[setting][which])))
    const measured = merged('measured')
    const predicted = merged('predicted')
    const row = (
      metric: PredictedMeasured['metric'],
      unit: PredictedMeasured['unit'],
      of: (measurement: Measurement) => number,
    ): PredictedMeasured => ({
      setting,
      metric,
      unit,
      predicted: of(predicted),
      measured: of(measured),
      error: of(measured) > 0 ? of(predicted) / of(measured) - 1 : null,
    })
    return [
      row('dialsPerSecond', '1/s', dialsPerSecond),
      row('mean', 'ms', (measurement) => measurement.response.meanMs),
      row('p99', 'ms', (measurement) => measurement.response.quantileMs(0.99)),
    ]
  })
}

/** Share of the blocks' requests that failed or were dropped, both sides together. */
export function overallFailureRate(pairs: readonly VerifyPair[]): number {
  const blocks = pairs.flatMap(({ before, after }) => [before, after])
  if (blocks.length === 0) return 0
  return failureRate(mergeStretches(blocks.map((block) => readMeasurement(block.measured))))
}
