import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import type { TargetStretch } from '../../models/measurement/target-stretch.ts'
import type { Gap, MinuteOutcome } from '../../models/real-time/minute-entry.ts'
import {
  minutesIn,
  type PlannedMinute,
  plannedMinute,
  type RealTimePlan,
} from '../../models/real-time/real-time-plan.ts'
import type { LoadOutcome } from '../run-load.ts'
import { GapWatch } from './gap-watch.ts'
import type { RealTimeClock } from './real-time-clock.ts'

/** A minute to be sent. */
export interface DueMinute extends PlannedMinute {
  /** Ascending ms from its start. */
  readonly dueMs: Float64Array
  readonly firstIndex: number
  /** On the monotonic clock. */
  readonly startMs: number
}

/** Sends minutes; told of one a little before it starts. */
export interface MinuteSender {
  /**
   * Resolves when all of it has been answered, or has failed: some time after its end. Rejects at the latest when the
   * schedule's signal is aborted.
   */
  send(minute: DueMinute): Promise<LoadOutcome>
}

/** What a target did since it was last asked. */
export interface TargetMinute {
  readonly target: TargetStretch
  readonly targetRestarts: number
}

export interface ScheduleToSend {
  readonly plan: RealTimePlan
  readonly arrivals: Arrivals
  /** Where it stands. */
  readonly from: SchedulePosition
  readonly clock: RealTimeClock
  readonly sender: MinuteSender
  /** Asked at the end of each minute. */
  readonly watchTarget: () => Promise<TargetMinute>
  /** Told of each minute in its turn, when all of it is known; waited for. */
  readonly keep: (outcome: MinuteOutcome) => Promise<void>
  /** A minute begins. */
  readonly onBegin: (minute: PlannedMinute) => void
  /** Aborted, it ends at once; the minute under way is left out. */
  readonly signal: AbortSignal
}

/** Where a schedule is gone on with. */
export interface SchedulePosition {
  readonly minute: number
  /** Position of the minute's first arrival. */
  readonly index: number
  /** When the last minute ended, where one was sent: what lies between is a gap. */
  readonly lastEndEpochMs: number | null
}

const MOST_LEAD_MS = 2000
const START_DELAY_MS = 250

/**
 * Sends a schedule in real time, minute by minute, each when it is due by the monotonic clock. A minute is told to the
 * sender a moment before it starts, and kept when its last request has ended, in the order of the minutes. At most three
 * are held at a time: the next, the one under way, and the one whose answers are awaited.
 *
 * @throws the signal's reason when it is aborted; what `sender`, `watchTarget` or `keep` throws
 */
export async function sendSchedule(schedule: ScheduleToSend): Promise<void> {
  const { plan, from, clock, sender, onBegin } = schedule
  const failed = new AbortController()
  const signal = AbortSignal.any([schedule.signal, failed.signal])
  const minutes = minutesIn(plan)
  const leadMs = Math.min(MOST_LEAD_MS, plan.minuteMs / 4)
  const gaps = new GapWatch(clock, from.lastEndEpochMs)
  let kept: Promise<void> = Promise.resolve()
  let keptBefore = kept
  let startMs = clock.nowMs() + START_DELAY_MS
  let index = from.index
  let sent: SentMinute | null = null
  try {
    for (let number = from.minute; number < minutes; number++) {
      await clock.waitUntil(startMs - leadMs, signal)
      await keptBefore
      const gapBefore = gaps.look(startMs)
      if (gapBefore !== null) startMs = Math.max(startMs, clock.nowMs())
      const planned = plannedMinute(plan, number)
      const dueMs = dueIn(schedule.arrivals, planned)
      const outcome = sender.send({ ...planned, dueMs, firstIndex: index, startMs })
      outcome.catch((error: unknown) => failed.abort(error))
      index += dueMs.length
      await clock.waitUntil(startMs, signal)
      keptBefore = kept
      kept = keepAfter(kept, sent, schedule)
      kept.catch((error: unknown) => failed.abort(error))
      onBegin(planned)
      sent = { planned, outcome, gapBefore, startedAtEpochMs: clock.nowEpochMs(), nextIndex: index }
      startMs += planned.toMs - planned.fromMs
    }
    await clock.waitUntil(startMs, signal)
    await unlessAborted(signal, keepAfter(kept, sent, schedule))
  } catch (error) {
    // What was sent to its end is kept, whatever ends the rest.
    await kept.catch(() => {})
    throw error
  }
}

interface SentMinute {
  readonly planned: PlannedMinute
  readonly outcome: Promise<LoadOutcome>
  readonly gapBefore: Gap | null
  readonly startedAtEpochMs: number
  readonly nextIndex: number
}

/** Due times from the start of the minute. */
function dueIn(arrivals: Arrivals, { fromMs, toMs }: PlannedMinute): Float64Array {
  return arrivals.between(fromMs, toMs).map((dueMs) => dueMs - fromMs)
}

/** At the end of a minute: the target is asked at once, the rest waits for its turn. */
async function keepAfter(
  before: Promise<void>,
  sent: SentMinute | null,
  { watchTarget, keep }: ScheduleToSend,
): Promise<void> {
  if (sent === null) return before
  const { planned, outcome, ...known } = sent
  const [target, { measurement, generator }] = await Promise.all([watchTarget(), outcome, before])
  await keep({
    minute: planned.minute,
    side: planned.side,
    ...known,
    measurement,
    generator,
    ...target,
  })
}

/** @throws the signal's reason as soon as it is aborted */
function unlessAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
