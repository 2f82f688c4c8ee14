import type { ThroughputPoint } from './usl.ts'

export function throughputPoints(
  concurrencies: readonly number[],
  throughputs: readonly number[],
): ThroughputPoint[] {
  return concurrencies.map((concurrency, i) => ({ concurrency, throughput: throughputs[i] ?? NaN }))
}

/** SPEC SDM91 on a SPARCcenter 2000 (Gunther 2007), as distributed with the R package usl. */
export const SPECSDM91 = throughputPoints(
  [1, 18, 36, 72, 108, 144, 216],
  [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775, 1702.2],
)

/** Ray tracing on an SGI Origin 2000 (Gunther 2007), as distributed with the R package usl. */
export const RAYTRACER = throughputPoints(
  [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64],
  [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310],
)
