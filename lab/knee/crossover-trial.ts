import type { DialPoint } from '../../models/knee/dial-floor.ts'
import { dialRate } from '../../models/knee/dial-floor-rate.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { BenchResult } from '../bench/bench-result.ts'

/** What was seen at one rate, in blocks that each began with an empty pool and a warm-up. */
export interface CrossoverTrial extends DialPoint {
  readonly blocks: number
  /** Sent in all blocks, and the connections dialed for them. */
  readonly requests: number
  readonly dials: number
  /** From sent to the end of the response: how long connections were busy. */
  readonly service: LatencyHistogram
  readonly dial: LatencyHistogram
  /** Mean response time in ms; NaN when there was none. */
  readonly meanMs: number
  /** How late requests went out (P99), of the worst block, in ms. */
  readonly latenessP99Ms: number
}

/**
 * @param results of the blocks, at least one, in each of which requests were due
 * @throws RangeError when there is none
 */
export function crossoverTrial(rate: number, results: readonly BenchResult[]): CrossoverTrial {
  const parts = results.map(({ measurement }) => measurement)
  const counts = parts.map(({ connections, measuredMs }) => ({
    dials: connections.dialed,
    lengthMs: measuredMs,
  }))
  return {
    rate,
    ...dialRate(counts),
    blocks: parts.length,
    requests: parts.reduce((sum, { requests }) => sum + requests.due, 0),
    dials: counts.reduce((sum, { dials }) => sum + dials, 0),
    service: LatencyHistogram.merge(parts.map(({ service }) => service)),
    dial: LatencyHistogram.merge(parts.map(({ dial }) => dial)),
    meanMs: LatencyHistogram.merge(parts.map(({ response }) => response)).meanMs,
    latenessP99Ms: Math.max(...results.map(({ generator }) => generator.latenessP99Ms)),
  }
}

/** Why a block says nothing about dials; `null` when it does. */
export function whyUnusable({ verdict, measurement }: BenchResult): string | null {
  if (verdict.verdict === 'GENERATOR_BOUND' || verdict.verdict === 'TARGET_ERRORS') return verdict.figure
  return measurement.requests.completed === 0 ? 'no request was answered' : null
}

/** Lateness that never matters, in ms. */
const LEAST_LATENESS_MS = 1

/** Whether hardly any request went out later than it takes to be answered: those that follow were not bunched. */
export function isPunctual({ generator, measurement }: BenchResult): boolean {
  return generator.latenessP99Ms <= Math.max(LEAST_LATENESS_MS, measurement.service.meanMs)
}

/** As many as are wanted of those in which requests went out least late. */
export function mostPunctual(results: readonly BenchResult[], wanted: number): readonly BenchResult[] {
  return results.toSorted((a, b) => a.generator.latenessP99Ms - b.generator.latenessP99Ms).slice(0, wanted)
}
