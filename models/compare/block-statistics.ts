import { exp } from '../random/portable-math.ts'
import { type BlockSummary, responsesOf, totalOf } from '../report/block-summary.ts'
import { type AlignedCounts, alignCounts, quantileOfAligned } from '../statistics/aligned-counts.ts'
import { type ComparedBlock, type ComparedMetricName, comparedMetrics } from './compared-source.ts'
import type { ComparedSource, SourceFigures } from './compared-source.ts'

/** A block whose histogram shares its cells with those of the other blocks of its side. */
export interface AlignedBlock extends BlockSummary {
  readonly ended: number
  /** See `ComparedSource`. */
  readonly cellWidth: number
}

/** A figure of one or more blocks together; NaN where it is not known. */
export type BlockStatistic = (blocks: readonly AlignedBlock[]) => number

/** How each metric is made of blocks. */
export const blockStatistics: Readonly<Record<ComparedMetricName, BlockStatistic>> = {
  mean: (blocks) => totalOf(blocks, 'responseSumMs') / responsesOf(blocks),
  p50: (blocks) => quantileOfBlocks(blocks, 0.5),
  p99: (blocks) => quantileOfBlocks(blocks, 0.99),
  failureRate: (blocks) => totalOf(blocks, 'failed') / totalOf(blocks, 'due'),
  throughput: (blocks) => blocks.reduce((sum, { ended }) => sum + ended, 0) / secondsOf(blocks),
  dialsPerSecond: (blocks) => totalOf(blocks, 'dialed') / secondsOf(blocks),
  rssPeak: (blocks) => totalOf(blocks, 'rssPeakBytes') / blocks.length,
  gcPause: (blocks) => totalOf(blocks, 'gcTotalMs') / totalOf(blocks, 'gcPauses'),
}

export function secondsOf(blocks: readonly AlignedBlock[]): number {
  return totalOf(blocks, 'measuredMs') / 1000
}

export function alignBlocks({
  blocks,
  cellWidth,
}: Pick<ComparedSource, 'blocks' | 'cellWidth'>): AlignedBlock[] {
  const aligned = alignCounts(blocks.map(({ responses }) => responses))
  return blocks.map((block, i) => ({ ...block, cellWidth, responses: aligned[i] as AlignedCounts }))
}

/** What all blocks of a source come to together. */
export function figuresOfBlocks(blocks: readonly ComparedBlock[], cellWidth: number): SourceFigures {
  const aligned = alignBlocks({ blocks, cellWidth })
  const figures = comparedMetrics.map((metric) => {
    const value = blockStatistics[metric](aligned)
    return [metric, Number.isFinite(value) ? value : null]
  })
  return Object.fromEntries(figures) as SourceFigures
}

function quantileOfBlocks(blocks: readonly AlignedBlock[], quantile: number): number {
  const histograms = blocks.map(({ responses }) => responses)
  const cellWidth = blocks[0]?.cellWidth ?? 0
  return cellWidth === 0
    ? quantileOfAligned(histograms, quantile)
    : quantileWithinCell(histograms, quantile, cellWidth)
}

/** Within a wide cell, samples are taken to lie evenly on the logarithmic scale. */
function quantileWithinCell(
  histograms: readonly AlignedCounts[],
  quantile: number,
  cellWidth: number,
): number {
  const rank = quantile * histograms.reduce((sum, { total }) => sum + total, 0)
  const values = histograms[0]?.values ?? new Float64Array(0)
  let below = 0
  for (let cell = 0; cell < values.length; cell++) {
    let count = 0
    for (const { counts } of histograms) count += counts[cell] ?? 0
    if (count > 0 && below + count >= rank) {
      return (values[cell] as number) * exp(cellWidth * ((rank - below) / count - 0.5))
    }
    below += count
  }
  return Number.NaN
}
