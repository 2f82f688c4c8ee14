import { readMeasurement } from '../measurement/measurement.ts'
import { type AlignedCounts, alignCounts } from '../statistics/aligned-counts.ts'
import type { ExperimentBlock } from './experiment-artifact.ts'

/** What a block shows of one class of traffic. */
export interface TrafficFigures {
  readonly responses: AlignedCounts
  readonly responseSumMs: number
  readonly due: number
  /** Dropped ones too. */
  readonly failed: number
  readonly dropped: number
  readonly ended: number
}

/** What a block shows of its target; `null` where the target cannot know. */
export interface TargetFigures {
  readonly runtime: string | null
  /** Requests of all classes, of the warm-up too: the target's own figures are of the whole stretch. */
  readonly sent: number
  readonly cpuSeconds: number | null
  readonly allocatedBytes: number | null
  readonly gcTotalMs: number | null
  readonly gcMaxMs: number | null
  readonly rssPeakBytes: number | null
  readonly eventLoopDelayMaxMs: number | null
  readonly counters: Readonly<Record<string, number>>
}

/** What the comparison needs of a block. */
export interface BlockFigures {
  /** In the order of the classes. */
  readonly traffic: readonly TrafficFigures[]
  readonly target: TargetFigures
}

/** Of blocks that are to be compared with one another: their responses are counted in common cells, class by class. */
export function figuresOfBlocks(blocks: readonly ExperimentBlock[]): BlockFigures[] {
  const measured = blocks.map((block) => block.traffic.map(readMeasurement))
  const classes = measured[0]?.length ?? 0
  const aligned = Array.from({ length: classes }, (_, i) =>
    alignCounts(measured.map((traffic) => traffic[i]?.response.sparseEnds() ?? NO_COUNTS)),
  )
  return blocks.map((block, b) => ({
    traffic: (measured[b] ?? []).map(({ requests, response }, i) => ({
      responses: aligned[i]?.[b] as AlignedCounts,
      responseSumMs: response.sumMs,
      due: requests.due,
      failed: requests.failed + requests.dropped,
      dropped: requests.dropped,
      ended: requests.ended,
    })),
    target: targetFigures(
      block,
      (measured[b] ?? []).reduce((sum, { whole }) => sum + whole.sent, 0),
    ),
  }))
}

const NO_COUNTS = { values: new Float64Array(0), counts: new Float64Array(0) }

function targetFigures({ target }: ExperimentBlock, sent: number): TargetFigures {
  return {
    runtime: target.runtime ?? null,
    sent,
    cpuSeconds: target.cpuSeconds,
    allocatedBytes: target.allocatedBytes,
    gcTotalMs: target.gcTotalMs,
    gcMaxMs: target.gcMaxMs,
    rssPeakBytes: target.rssPeakBytes,
    eventLoopDelayMaxMs: target.eventLoopDelayMaxMs,
    counters: target.counters ?? {},
  }
}
