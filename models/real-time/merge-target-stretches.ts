import type { TargetStretch } from '../measurement/target-stretch.ts'

/** Stretches that follow one another as one: what grew is added, peaks are the largest. What one does not know, is not known. */
export function mergeTargetStretches(sum: TargetStretch | null, next: TargetStretch): TargetStretch {
  if (sum === null) return next
  return {
    ...(sum.runtime === undefined ? {} : { runtime: sum.runtime }),
    rssPeakBytes: larger(sum.rssPeakBytes, next.rssPeakBytes),
    gcPauses: added(sum.gcPauses, next.gcPauses),
    gcTotalMs: added(sum.gcTotalMs, next.gcTotalMs),
    gcMaxMs: larger(sum.gcMaxMs, next.gcMaxMs),
    eventLoopDelayMaxMs: larger(sum.eventLoopDelayMaxMs, next.eventLoopDelayMaxMs),
    allocatedBytes: added(sum.allocatedBytes, next.allocatedBytes),
    cpuSeconds: added(sum.cpuSeconds, next.cpuSeconds),
    acceptedConnections: added(sum.acceptedConnections, next.acceptedConnections),
    requestsReceived: added(sum.requestsReceived, next.requestsReceived),
    counters: null,
  }
}

function added(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other
}

/** A peak is known where one of them is: a target that was away for a minute had one before. */
function larger(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.max(one, other)
}
