import type { GeneratorHealth } from '../measurement/generator-health.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { type Measurement, type StoredMeasurement, storeMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { Threshold } from '../thresholds/threshold.ts'
import type { RealTimeSide } from './real-time-plan.ts'

/** A line of the journal: what was measured of a minute, and what it takes to go on after it. */
export interface MinuteEntry {
  /** Of the schedule, from 0. */
  readonly minute: number
  readonly side: RealTimeSide
  readonly startedAtEpochMs: number
  /** Arrivals of the schedule up to the end of this minute: the position of the next one. */
  readonly nextIndex: number
  readonly measured: StoredMeasurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
  /** How often the target began to count from 0 again. */
  readonly targetRestarts: number
  /** Time before it in which nothing was sent though it was due; `null` where there was none. */
  readonly gapBefore: Gap | null
}

/** Time of day in which nothing was sent, and of which nothing is known. The schedule stood still. */
export interface Gap {
  readonly fromEpochMs: number
  readonly toEpochMs: number
  /** The run was ended or killed, or the machine slept or its clock was set. */
  readonly why: 'not-running' | 'clock-jumped'
}

/** A minute as it was measured, before it is stored. */
export interface MinuteOutcome extends Omit<MinuteEntry, 'measured'> {
  readonly measurement: Measurement
}

/** @param thresholds what they look at is kept beside counts and response times */
export function storeMinute(outcome: MinuteOutcome, thresholds: readonly Threshold[]): MinuteEntry {
  const { measurement, ...known } = outcome
  return { ...known, measured: storeLeast(measurement, thresholds) }
}

/**
 * As a line keeps it: counts and response times, and of the rest only what thresholds look at. What a line holds is read
 * again ten thousand times for the report of a week.
 */
function storeLeast(measurement: Measurement, thresholds: readonly Threshold[]): StoredMeasurement {
  const isOn = (metric: Threshold['metric']) => thresholds.some((threshold) => threshold.metric === metric)
  const none = new LatencyHistogram()
  return storeMeasurement({
    ...measurement,
    service: isOn('serviceTime') ? measurement.service : none,
    poolWait: isOn('poolWait') ? measurement.poolWait : none,
    byRequest: thresholds.some(({ request }) => request !== null) ? measurement.byRequest : null,
    // How late requests were is told by the generator's health.
    lateness: none,
    dial: none,
    series: null,
    phases: null,
    composition: null,
  })
}
