import { type StopsHelping, stopsHelping, type VariedPoint } from '../../models/knee/stops-helping.ts'
import { variedPoint } from '../../models/knee/stops-helping-point.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { failureRate, throughput } from '../../models/measurement/measurement.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import type { Processors } from '../machine/processors.ts'
import type { Environment } from '../run-directory.ts'
import type { VaryPlan } from './vary-plan.ts'

/** Throughput with so many, and what goes with it. */
export interface VaryPoint extends VariedPoint {
  readonly blocks: number
  /** From sent to the end of the response, the wait for a connection left out; `null` where there was no answer. */
  readonly p99Ms: number | null
  /** Of the due requests, in [0, 1]. */
  readonly failureRatio: number
  /** Of the cores of the load threads, in the block with the most; `null` where it is not known. */
  readonly cpuShare: number | null
}

/** Cores that there are; `null` where the system does not tell. */
export interface VaryProcessors extends Processors {
  /** Of the processors that this process may run on. */
  readonly physicalCores: number | null
}

/** What came of a `VaryPlan`. */
export interface VaryResult {
  readonly plan: VaryPlan
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly environment: Environment
  readonly processors: VaryProcessors
  readonly targetIsLocal: boolean
  /** Ascending in n; those with a block at least. */
  readonly points: readonly VaryPoint[]
  /** Why blocks say nothing, of the first that do not; `null` when all do. */
  readonly unusable: string | null
  readonly interrupted: boolean
}

/** @param results of its blocks, at least one @throws RangeError when there is none */
export function varyPoint(n: number, results: readonly BenchResult[]): VaryPoint {
  const measurements = results.map(({ measurement }) => measurement)
  const service = LatencyHistogram.merge(measurements.map((each) => each.service))
  const shares = results.flatMap(({ generator }) => generator.cpuShare ?? [])
  return {
    ...variedPoint(n, measurements.map(throughput)),
    blocks: results.length,
    p99Ms: finiteOrNull(service.quantileMs(0.99)),
    failureRatio: Math.max(...measurements.map(failureRate)),
    cpuShare: shares.length === 0 ? null : Math.max(...shares),
  }
}

/** @returns `null` when nothing was measured, or nothing was answered */
export function stopsHelpingOf({ points }: Pick<VaryResult, 'points'>): StopsHelping | null {
  return points.some((point) => point.throughput > 0) ? stopsHelping(points) : null
}
