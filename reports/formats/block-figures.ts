import type { VerifyBlock, VerifyPair } from '../../models/artifacts/verify.ts'
import { dialsPerSecond, readMeasurement, throughput } from '../../models/measurement/measurement.ts'
import type { Side } from '../../models/report/figures/run-figures.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'

/** A block of the verification in figures. Times of responses are `null` where nothing was answered. */
export interface BlockFigures {
  /** Place of its window in the verification, from 1. */
  readonly window: number
  /** From the start of the schedule. */
  readonly fromMs: number
  readonly toMs: number
  readonly setting: Side
  /** Whether it was sent before the other block of its window. */
  readonly sentFirst: boolean
  /** Length of what was measured. */
  readonly measuredMs: number
  readonly due: number
  readonly completed: number
  readonly failed: number
  readonly dropped: number
  readonly retried: number
  /** Responses per second. */
  readonly achievedRate: number | null
  readonly meanMs: number | null
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  /** Connections opened. */
  readonly dials: number
  readonly dialsPerSecond: number | null
  readonly reused: number
  readonly peakOpen: number
  readonly peakIdle: number
  /** How late requests were handed to the pool. */
  readonly latenessP99Ms: number
  readonly predictedMeanMs: number | null
  readonly predictedP99Ms: number | null
  readonly predictedDialsPerSecond: number | null
}

/** Two for each window, in the order of the windows, before and after. */
export function blockFigures(pairs: readonly VerifyPair[]): BlockFigures[] {
  return pairs.flatMap((pair, i) =>
    (['before', 'after'] as const).map((setting) => ({
      window: i + 1,
      fromMs: pair.window.fromMs,
      toMs: pair.window.toMs,
      setting,
      sentFirst: pair.first === setting,
      ...figuresOf(pair[setting]),
    })),
  )
}

function figuresOf(
  block: VerifyBlock,
): Omit<BlockFigures, 'window' | 'fromMs' | 'toMs' | 'setting' | 'sentFirst'> {
  const measured = readMeasurement(block.measured)
  const predicted = readMeasurement(block.predicted)
  const { requests, connections, response } = measured
  return {
    measuredMs: measured.measuredMs,
    due: requests.due,
    completed: requests.completed,
    failed: requests.failed,
    dropped: requests.dropped,
    retried: requests.retried,
    achievedRate: finiteOrNull(throughput(measured)),
    meanMs: finiteOrNull(response.meanMs),
    p50Ms: finiteOrNull(response.quantileMs(0.5)),
    p90Ms: finiteOrNull(response.quantileMs(0.9)),
    p99Ms: finiteOrNull(response.quantileMs(0.99)),
    maxMs: finiteOrNull(response.maxMs),
    dials: connections.dialed,
    dialsPerSecond: finiteOrNull(dialsPerSecond(measured)),
    reused: connections.reused,
    peakOpen: connections.peakOpen,
    peakIdle: connections.peakIdle,
    latenessP99Ms: block.generator.latenessP99Ms,
    predictedMeanMs: finiteOrNull(predicted.response.meanMs),
    predictedP99Ms: finiteOrNull(predicted.response.quantileMs(0.99)),
    predictedDialsPerSecond: finiteOrNull(dialsPerSecond(predicted)),
  }
}
