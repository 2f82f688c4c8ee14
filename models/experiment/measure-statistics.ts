import { quantileOfAligned } from '../statistics/aligned-counts.ts'
import type { BlockFigures, TargetFigures, TrafficFigures } from './block-figures.ts'
import type { TargetMeasure, TrafficMeasure } from './measure.ts'

/** A figure over several blocks: sums over sums, so that a block weighs as much as it holds. */
export type BlockStatistic = (blocks: readonly BlockFigures[]) => number

type Of<Figures> = (figures: readonly Figures[]) => number

const trafficStatistics: Readonly<Record<TrafficMeasure, Of<TrafficFigures>>> = {
  mean: (blocks) =>
    total(blocks, ({ responseSumMs }) => responseSumMs) / total(blocks, ({ responses }) => responses.total),
  p50: quantile(0.5),
  p99: quantile(0.99),
  failureRate: (blocks) => total(blocks, ({ failed }) => failed) / total(blocks, ({ due }) => due),
  achieved: (blocks) => total(blocks, ({ ended }) => ended) / total(blocks, ({ due }) => due),
  dropped: (blocks) => total(blocks, ({ dropped }) => dropped) / total(blocks, ({ due }) => due),
}

/** What of a target is needed for a measure; `null` where it cannot know. */
export const targetFigureOf: Readonly<Record<TargetMeasure, (target: TargetFigures) => number | null>> = {
  cpuPerRequest: ({ cpuSeconds }) => cpuSeconds,
  allocatedPerRequest: ({ allocatedBytes }) => allocatedBytes,
  gcPerThousand: ({ gcTotalMs }) => gcTotalMs,
  gcLongest: ({ gcMaxMs }) => gcMaxMs,
  rssPeak: ({ rssPeakBytes }) => rssPeakBytes,
  eventLoopDelay: ({ eventLoopDelayMaxMs }) => eventLoopDelayMaxMs,
}

/** How often the figure of one request is the measure; `null` for what is averaged over blocks instead. */
const perRequest: Readonly<Record<TargetMeasure, number | null>> = {
  cpuPerRequest: 1e6,
  allocatedPerRequest: 1,
  gcPerThousand: 1000,
  gcLongest: null,
  rssPeak: null,
  eventLoopDelay: null,
}

/** @param index of the class of traffic */
export function trafficStatistic(measure: TrafficMeasure, index: number): BlockStatistic {
  return (blocks) => trafficStatistics[measure](blocks.map(({ traffic }) => traffic[index] as TrafficFigures))
}

/** NaN where a block does not know it. */
export function targetStatistic(measure: TargetMeasure): BlockStatistic {
  const figure = targetFigureOf[measure]
  const factor = perRequest[measure]
  return (blocks) => {
    const sum = total(blocks, ({ target }) => figure(target) ?? Number.NaN)
    return factor === null ? sum / blocks.length : (factor * sum) / sentOf(blocks)
  }
}

/** What the target counts under that name, a request. */
export function counterStatistic(name: string): BlockStatistic {
  return (blocks) => total(blocks, ({ target }) => target.counters[name] ?? 0) / sentOf(blocks)
}

function sentOf(blocks: readonly BlockFigures[]): number {
  return total(blocks, ({ target }) => target.sent)
}

function quantile(q: number): Of<TrafficFigures> {
  return (blocks) =>
    quantileOfAligned(
      blocks.map(({ responses }) => responses),
      q,
    )
}

function total<Block>(blocks: readonly Block[], of: (block: Block) => number): number {
  return blocks.reduce((sum, block) => sum + of(block), 0)
}
