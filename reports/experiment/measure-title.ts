import type { ComparedMeasure } from '../../models/experiment/compare-variants.ts'
import type { TestableMeasure } from '../../models/experiment/measure.ts'

const titles: Readonly<Record<TestableMeasure, string>> = {
  mean: 'mean response',
  p50: 'P50 response',
  p99: 'P99 response',
  failureRate: 'failure rate',
  achieved: 'achieved / offered',
  dropped: 'not sent',
  cpuPerRequest: 'CPU per request',
  allocatedPerRequest: 'allocated / request',
  gcPerThousand: 'GC in 1,000 requests',
  gcLongest: 'longest GC pause',
  rssPeak: 'RSS peak',
  eventLoopDelay: 'event-loop delay',
}

/** How a measure is called within its class of traffic, or among those of the target. */
export function measureTitle({ measure, counter }: Pick<ComparedMeasure, 'measure' | 'counter'>): string {
  return measure === 'counter' ? `${counter ?? ''} / request` : titles[measure]
}

/** The same where several classes are told of together. */
export function fullMeasureTitle(
  compared: Pick<ComparedMeasure, 'measure' | 'counter' | 'traffic'>,
  classes: number,
): string {
  const title = measureTitle(compared)
  return compared.traffic === null || classes === 1 ? title : `${title} of ${compared.traffic}`
}
