import type { TargetStretch } from './target-stretch.ts'

/** Of a target that tells nothing. */
export const SILENT_STRETCH: TargetStretch = {
  rssPeakBytes: null,
  gcPauses: null,
  gcTotalMs: null,
  gcMaxMs: null,
  eventLoopDelayMaxMs: null,
  allocatedBytes: null,
  cpuSeconds: null,
  acceptedConnections: null,
  requestsReceived: null,
  counters: null,
}
