import type { VerifyBlock, VerifyPair } from '../artifacts/verify.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import type { Measurement } from '../measurement/measurement.ts'
import { storeMeasurement } from '../measurement/measurement.ts'

/** What a hundred requests in a second of a block all had in common. */
export interface BlockFigures {
  readonly responseMs: number
  readonly dialed?: number
  readonly serviceMs?: number
  readonly poolWaitMs?: number
  readonly latenessMs?: number
  readonly dialMs?: number
  readonly failed?: number
}

/** Predicted as it was measured, unless told. */
export function verifyBlock(measured: BlockFigures, predicted: BlockFigures = measured): VerifyBlock {
  return {
    measured: storeMeasurement(measurementOf(measured)),
    predicted: storeMeasurement(measurementOf(predicted)),
    generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 1 },
    target: {
      rssPeakBytes: 1000,
      gcPauses: 2,
      gcTotalMs: 3,
      gcMaxMs: 1,
      eventLoopDelayMaxMs: 2,
      allocatedBytes: 3000,
      counters: {},
      cpuSeconds: 1,
      acceptedConnections: 5,
      requestsReceived: 110,
    },
  }
}

export function verifyPair(before: VerifyBlock, after: VerifyBlock, fromMs = 0): VerifyPair {
  return { window: { fromMs, toMs: fromMs + 1000 }, first: 'before', before, after }
}

function measurementOf(figures: BlockFigures): Measurement {
  const { failed = 0, dialMs } = figures
  const steady = steadyMeasurement(figures)
  const hundredOf = (valueMs: number | undefined) => {
    const histogram = new LatencyHistogram()
    if (valueMs !== undefined) histogram.record(valueMs, 100)
    return histogram
  }
  return {
    ...steady,
    requests: { ...steady.requests, due: 100, completed: 100 - failed, failed },
    errors: failed === 0 ? {} : { ECONNRESET: failed },
    service: hundredOf(figures.serviceMs),
    poolWait: hundredOf(figures.poolWaitMs),
    lateness: hundredOf(figures.latenessMs),
    dial: hundredOf(dialMs),
  }
}
