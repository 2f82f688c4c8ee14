import { finiteOrNull } from '../artifacts/finite-or-null.ts'
import type { VerifyBlock, VerifyPair } from '../artifacts/verify.ts'
import { dialsPerSecond, type Measurement, readMeasurement } from '../measurement/measurement.ts'
import { ln } from '../random/portable-math.ts'

/** A window of the verification, predicted against measured. */
export interface WindowMiss {
  /** Its place in the verification, from 1. */
  readonly number: number
  /** In ms from the start of the schedule. */
  readonly fromMs: number
  /** Requests per second that were due in it. */
  readonly rate: number
  /** With today's settings. */
  readonly before: SideMiss
  /** With the recommended settings. */
  readonly after: SideMiss
  /**
   * ln(measured P99 after / before) − ln(predicted P99 after / before): 0 where the model had the change right, > 0
   * where it promised too much. `null` where a side has no response.
   */
  readonly changeError: number | null
}

/** A window with one of the settings. */
export interface SideMiss {
  /** 99th percentile of the response time. */
  readonly p99Ms: PredictedAndMeasured
  /** Mean response time. */
  readonly meanMs: PredictedAndMeasured
  /** Connections opened per second. */
  readonly dialsPerSecond: PredictedAndMeasured
}

/** `null` where there was nothing to take it from. */
export interface PredictedAndMeasured {
  /** By the simulator. */
  readonly predicted: number | null
  /** On sockets. */
  readonly measured: number | null
}

/** Every window, that in which the model missed the change of the P99 by most first. */
export function windowMisses(pairs: readonly VerifyPair[]): WindowMiss[] {
  const size = ({ changeError }: WindowMiss) => (changeError === null ? -1 : Math.abs(changeError))
  return pairs.map(windowMiss).sort((a, b) => size(b) - size(a))
}

function windowMiss({ window, before, after }: VerifyPair, index: number): WindowMiss {
  const sides = { before: sideMiss(before), after: sideMiss(after) }
  const change = (which: keyof PredictedAndMeasured) =>
    ln((sides.after.p99Ms[which] ?? Number.NaN) / (sides.before.p99Ms[which] ?? Number.NaN))
  const changeError = change('measured') - change('predicted')
  const { requests, measuredMs } = before.measured
  return {
    number: index + 1,
    fromMs: window.fromMs,
    rate: (1000 * requests.due) / measuredMs,
    ...sides,
    changeError: Number.isFinite(changeError) ? changeError : null,
  }
}

function sideMiss(block: VerifyBlock): SideMiss {
  const predicted = readMeasurement(block.predicted)
  const measured = readMeasurement(block.measured)
  const both = (of: (measurement: Measurement) => number): PredictedAndMeasured => ({
    predicted: finiteOrNull(of(predicted)),
    measured: finiteOrNull(of(measured)),
  })
  return {
    p99Ms: both(({ response }) => response.quantileMs(0.99)),
    meanMs: both(({ response }) => response.meanMs),
    dialsPerSecond: both(dialsPerSecond),
  }
}
