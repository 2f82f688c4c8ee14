import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { steadyMeasurement } from '../../models/measurement/measurement.fixture.ts'
import type { Measurement } from '../../models/measurement/measurement.ts'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { describeTargetStretch } from '../../models/measurement/target-stretch.ts'
import type { MinuteEntry, MinuteOutcome } from '../../models/real-time/minute-entry.ts'
import type { RealTimePlan } from '../../models/real-time/real-time-plan.ts'
import type { LoadOutcome } from '../run-load.ts'
import type { RealTimeClock } from './real-time-clock.ts'
import { type DueMinute, type SchedulePosition, sendSchedule } from './send-schedule.ts'

/** A clock that stands still until it is waited for. */
export class VirtualClock implements RealTimeClock {
  monotonicMs = 5_000
  /** Of the wall over the monotonic one. */
  aheadMs = 1_790_000_000_000

  nowEpochMs(): number {
    return this.aheadMs + this.monotonicMs
  }

  nowMs(): number {
    return this.monotonicMs
  }

  async waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.monotonicMs = Math.max(this.monotonicMs, atMs)
  }
}

/** Five requests a minute. */
function sparseArrivals(minutes: number): Arrivals {
  return {
    durationMs: 60_000 * minutes,
    ratePerSecond: () => 5 / 60,
    between: (fromMs, toMs) => {
      const first = Math.max(0, Math.ceil((fromMs - 6_000) / 12_000))
      const end = Math.max(first, Math.ceil((Math.min(toMs, 60_000 * minutes) - 6_000) / 12_000))
      return Float64Array.from({ length: end - first }, (_, i) => 6_000 + 12_000 * (first + i))
    },
  }
}

/** What is measured of a minute depends on its number, and on nothing else. */
export function outcomeOf({ minute, dueMs, fromMs, toMs }: DueMinute): LoadOutcome {
  const failed = minute % 100 === 7 ? 1 : 0
  const response = new LatencyHistogram()
  for (let i = failed; i < dueMs.length; i++) response.record(1 + ((minute * 7 + i * 3) % 50))
  return {
    measurement: {
      ...nothing,
      measuredMs: toMs - fromMs,
      response,
      requests: { ...nothing.requests, due: dueMs.length, completed: dueMs.length - failed, failed },
      connections: { ...nothing.connections, dialed: minute % 3 },
      whole: { sent: dueMs.length, dialed: minute % 3, primed: 0 },
    },
    generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: minute % 500 === 0 ? 30 : 1 },
  }
}

const nothing: Measurement = steadyMeasurement({ responseMs: 1 })

/** A target whose memory depends on the minute. */
function targetOf(minute: number): MinuteEntry['target'] {
  const sample = {
    ...UNKNOWN_SAMPLE,
    atEpochMs: 0,
    rssBytes: 1e8 + (minute % 1000),
    requestsReceived: 5 * minute,
  }
  return describeTargetStretch([sample, { ...sample, requestsReceived: 5 * minute + 5 }])
}

/** How a schedule is sent in virtual time. */
export interface VirtualSending {
  readonly plan: RealTimePlan
  readonly clock: VirtualClock
  readonly keep: (outcome: MinuteOutcome) => Promise<void> | void
  readonly from?: SchedulePosition
  readonly send?: (minute: DueMinute) => Promise<LoadOutcome>
  readonly signal?: AbortSignal
}

const FROM_START: SchedulePosition = { minute: 0, index: 0, lastEndEpochMs: null }

/** Sends a schedule of five requests a minute in virtual time. */
export async function sendVirtually(sending: VirtualSending): Promise<void> {
  const { plan, clock, keep, from = FROM_START, send, signal } = sending
  let ended = from.minute
  await sendSchedule({
    plan,
    arrivals: sparseArrivals(Math.ceil(plan.scheduleMs / plan.minuteMs)),
    from,
    clock,
    sender: { send: send ?? ((minute) => Promise.resolve(outcomeOf(minute))) },
    watchTarget: () => Promise.resolve({ target: targetOf(ended++), targetRestarts: 0 }),
    keep: async (outcome) => keep(outcome),
    onBegin: () => {},
    signal: signal ?? new AbortController().signal,
  })
}
