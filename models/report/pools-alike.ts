import type { VerifyPair } from '../artifacts/verify.ts'
import type { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { type Measurement, mergeStretches, readMeasurement } from '../measurement/measurement.ts'

/**
 * Whether both settings came to the same in the pools: connections were opened as seldom on both sides, and the P99 of
 * the wait for one does not account for a tenth of the difference of the P99s. All that a pool does to a request is to
 * let it wait for a connection, or to open one for it, so a P99 that differs all the same hardly differs by the settings.
 */
export function poolsAlike(pairs: readonly VerifyPair[]): boolean {
  if (pairs.length === 0) return false
  const before = mergeStretches(pairs.map((pair) => readMeasurement(pair.before.measured)))
  const after = mergeStretches(pairs.map((pair) => readMeasurement(pair.after.measured)))
  return dialAsSeldom(before, after) && waitAlike(before, after)
}

/** Dials for each request: fewer cannot be what the slowest hundredth is made of. */
const SELDOM = 0.005
/** For each request; one dial more or less is chance. */
const AS_SELDOM = 0.001
/** Of the difference of the P99s. */
const LARGEST_PART = 0.1

function dialAsSeldom(before: Measurement, after: Measurement): boolean {
  const requests = Math.min(before.requests.due, after.requests.due)
  const [fewer = 0, more = 0] = [before, after]
    .map(({ connections }) => connections.dialed)
    .sort((a, b) => a - b)
  return more <= SELDOM * requests && more - fewer <= Math.max(1, AS_SELDOM * requests)
}

function waitAlike(before: Measurement, after: Measurement): boolean {
  const differenceMs = (of: (side: Measurement) => LatencyHistogram) =>
    Math.abs(p99Ms(of(after)) - p99Ms(of(before)))
  return differenceMs(({ poolWait }) => poolWait) <= LARGEST_PART * differenceMs(({ response }) => response)
}

/** 0 where nothing was recorded. */
function p99Ms(histogram: LatencyHistogram): number {
  return histogram.count === 0 ? 0 : histogram.quantileMs(0.99)
}
