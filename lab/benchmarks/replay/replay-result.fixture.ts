import type { ReplayFigures } from './predict-replay.ts'
import type { ReplayResult } from './replay-result.ts'

/** A case in which 100 of everything was counted, and as much predicted unless told. */
export function replayResult(predicted: Partial<ReplayFigures>): ReplayResult {
  const counted = { dials: 100, responseP99Ms: 100, responseMeanMs: 100, peakIdle: 100 }
  return {
    client: 'undici',
    settings: 'idleTimeoutMs 250',
    requests: 1000,
    predicted: { ...counted, ...predicted },
    counted,
    costs: {
      rttMs: 0.1,
      frontMs: 0,
      requestMs: Float64Array.of(0.5, 1.5),
      dialMs: Float64Array.of(0.25),
      dialExclusiveMs: 0.125,
    },
    latenessP99Ms: 2,
    coreWaitShare: 0.001,
    attempts: 1,
    failures: [],
  }
}
