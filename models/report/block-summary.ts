import { readMeasurement, type StoredMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import { type AlignedCounts, alignCounts } from '../statistics/aligned-counts.ts'
import type { BlockPair } from '../statistics/block-ratio.ts'
import type { SparseCounts } from '../statistics/weighted-quantile.ts'

/** A block as it was measured. */
export interface MeasuredBlock {
  readonly measured: StoredMeasurement
  readonly target: TargetStretch
}

/** What the comparison needs of a block. */
export interface BlockSummary {
  readonly responses: AlignedCounts
  readonly responseSumMs: number
  readonly due: number
  /** Dropped ones too. */
  readonly failed: number
  readonly dialed: number
  readonly measuredMs: number
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
}

export function summarisePairs(
  pairs: ReadonlyArray<BlockPair<MeasuredBlock>>,
): Array<BlockPair<BlockSummary>> {
  const sides = pairs.map(({ before, after }) => ({ before: summarise(before), after: summarise(after) }))
  const aligned = alignCounts(sides.flatMap(({ before, after }) => [before.counts, after.counts]))
  return sides.map(({ before, after }, i) => ({
    before: { ...before.figures, responses: aligned[2 * i] as AlignedCounts },
    after: { ...after.figures, responses: aligned[2 * i + 1] as AlignedCounts },
  }))
}

interface UnalignedSummary {
  readonly counts: SparseCounts
  readonly figures: Omit<BlockSummary, 'responses'>
}

function summarise(block: MeasuredBlock): UnalignedSummary {
  const { requests, connections, response, measuredMs } = readMeasurement(block.measured)
  return {
    counts: response.sparseEnds(),
    figures: {
      responseSumMs: response.sumMs,
      due: requests.due,
      failed: requests.failed + requests.dropped,
      dialed: connections.dialed,
      measuredMs,
      rssPeakBytes: block.target.rssPeakBytes,
      gcPauses: block.target.gcPauses,
      gcTotalMs: block.target.gcTotalMs,
    },
  }
}

/** Sum of a figure over blocks; NaN where one of them does not know it. */
export function totalOf(
  blocks: readonly BlockSummary[],
  field: Exclude<keyof BlockSummary, 'responses'>,
): number {
  return blocks.reduce((sum, block) => sum + (block[field] ?? Number.NaN), 0)
}

export function responsesOf(blocks: readonly BlockSummary[]): number {
  return blocks.reduce((sum, { responses }) => sum + responses.total, 0)
}
