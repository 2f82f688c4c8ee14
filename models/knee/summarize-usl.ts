import type { UslSummary } from './curve-fits.ts'
import { fitUsl, LEAST_USL_POINTS, type ThroughputPoint } from './usl.ts'
import { uslIntervals } from './usl-intervals.ts'

/**
 * The scalability law with intervals, through all points with a concurrency above 0.
 *
 * @param seed of the bootstrap
 * @param notes gets a sentence that says why, where the result is `null`
 * @throws RangeError when a figure is negative or not finite
 */
export function summarizeUsl(
  points: readonly ThroughputPoint[],
  seed: number,
  notes: string[],
): UslSummary | null {
  const measured = points.filter(({ concurrency }) => concurrency !== 0)
  const different = new Set(measured.map(({ concurrency }) => concurrency)).size
  if (different < LEAST_USL_POINTS) {
    notes.push(
      `No scalability law: it needs throughput at ${LEAST_USL_POINTS} different concurrencies, and there are ${different}.`,
    )
    return null
  }
  if (measured.every(({ throughput }) => throughput === 0)) {
    notes.push('No scalability law: the throughput is 0 at every point.')
    return null
  }
  const fit = fitUsl(measured)
  const intervals = uslIntervals(measured, fit, { seed })
  const reach = Math.max(...measured.map(({ concurrency }) => concurrency))
  const hasPeak = fit.identified
  return {
    ...fit,
    peakConcurrency: hasPeak ? fit.peakConcurrency : null,
    peakThroughput: hasPeak ? fit.peakThroughput : null,
    noPeakBecause: hasPeak ? null : noPeakBecause(fit.alpha, fit.peakConcurrency, reach),
    intervals: {
      alpha: intervals?.alpha ?? null,
      beta: intervals?.beta ?? null,
      gamma: intervals?.gamma ?? null,
      peakConcurrency: hasPeak ? (intervals?.peakConcurrency ?? null) : null,
      peakThroughput: hasPeak ? (intervals?.peakThroughput ?? null) : null,
    },
    reach,
    points: measured.length,
  }
}

function noPeakBecause(alpha: number, peak: number | null, reach: number): string {
  if (alpha === 1) return 'throughput does not grow with concurrency at all'
  if (peak === null) return 'the data show no loss of throughput at high concurrency'
  return `the fit puts it at a concurrency of ${peak.toPrecision(3)}, too far beyond the data, which end at ${reach.toPrecision(3)}`
}
