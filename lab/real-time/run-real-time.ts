import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { storeMinute } from '../../models/real-time/minute-entry.ts'
import { createRequestSource } from '../../models/requests/request-source.ts'
import { Interrupted } from '../interrupted.ts'
import { canRedraw } from '../live/terminal-abilities.ts'
import { openTarget, type OpenTarget } from '../open-target.ts'
import { probeRequest } from '../probe-request.ts'
import type { Progress } from '../progress.ts'
import { scenarioThrew } from '../scenario-threw.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import { DayWatch } from './day-watch.ts'
import { appendMinute, moveTornEnd } from './journal.ts'
import { lockRealTime } from './lock-real-time.ts'
import { openRealTime } from './open-real-time.ts'
import { systemClock } from './real-time-clock.ts'
import {
  JOURNAL,
  type OpenedRealTime,
  type RealTimeDirectory,
  type RealTimeOptions,
} from './real-time-options.ts'
import { RealTimeProgress } from './real-time-progress.ts'
import { type SchedulePosition, sendSchedule } from './send-schedule.ts'
import { standingTasks, toSentMinute } from './standing-tasks.ts'
import { TargetWatch } from './target-watch.ts'
import { ScenarioThrewInThread, ThreadLoad } from './thread-load.ts'

/** A run in real time that is over, whether it came to its end or not. */
export interface RealTimeRun {
  readonly directory: RealTimeDirectory
  /** What ended it early, or `null`; every minute before that is in the journal. */
  readonly failure: unknown
}

/**
 * Sends a schedule in real time, minute by minute, and keeps what was measured of each. Prints nothing on stdout.
 *
 * @throws UsageError for options that cannot be followed; ScenarioError (104, 107) for a scenario that cannot be loaded
 * @throws RunDirectoryError when the run's directory cannot be made, read or written
 */
export async function runRealTime(options: RealTimeOptions, progress: Progress): Promise<RealTimeRun> {
  const opened = await openRealTime(options)
  const { directory, loaded, artifact } = opened
  let unlock = async (): Promise<void> => {}
  try {
    unlock = await lockRealTime(directory.path)
    for (const note of [...loaded.notes, ...artifact.notes]) progress.say(note, 'warning')
    progress.say(`run ${directory.path}`)
    if (directory.record.state === 'done') return { directory, failure: null }
    const failure = await measure(options, opened, progress)
    if (failure === null) await directory.write(artifact, 'done')
    return { directory, failure }
  } finally {
    await rm(loaded.modulePath, { force: true })
    await unlock()
    progress.end()
  }
}

/** @returns what ended it early, or `null` */
async function measure(
  options: RealTimeOptions,
  opened: OpenedRealTime,
  progress: Progress,
): Promise<unknown> {
  const { directory, loaded, artifact } = opened
  const { seed } = directory.record
  const targetGone = new AbortController()
  let target: OpenTarget | null = null
  try {
    const journal = directory.file(JOURNAL)
    const torn = await moveTornEnd(journal)
    if (torn !== null) progress.say(`a minute that was not written whole was moved to ${torn}`, 'warning')
    const days = new DayWatch(artifact.plan, directory, progress)
    const from = await days.read(journal)
    const opening = { logFile: directory.file('target.log'), signal: options.signal }
    const overrides = { ...options.target, url: artifact.targetUrl ?? undefined }
    const running = await openTarget(loaded.scenario, overrides, seed, opening)
    target = running
    for (const note of running.notes) progress.say(note, 'warning')
    void running.gone.then((why) =>
      targetGone.abort(new UnusableRun(`${why} in the middle of the run${running.lastOutput()}`)),
    )
    const signal = AbortSignal.any([options.signal, targetGone.signal])
    setMaxListeners(0, signal)
    const source = createRequestSource(loaded.scenario.requests, loaded.feeds, seed)
    await visitTarget(running.endpoint, probeRequest({ source }), 1, signal)
    await sendAll({ opened, target: running, from, days, journal, progress, signal })
    return null
  } catch (error) {
    // Ctrl-C reaches the target's own processes too, and that one has ended may be known before the signal is.
    await turnOfEvents()
    if (options.signal.aborted) return new Interrupted(directory.path)
    if (targetGone.signal.aborted) return targetGone.signal.reason
    return error instanceof ScenarioThrewInThread
      ? scenarioThrew(error, loaded.reference, loaded.modulePath)
      : error
  } finally {
    await target?.close()
  }
}

interface Sending {
  readonly opened: OpenedRealTime
  readonly target: OpenTarget
  readonly from: SchedulePosition
  readonly days: DayWatch
  readonly journal: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

async function sendAll(sending: Sending): Promise<void> {
  const { opened, target, from, days, journal, signal } = sending
  const { loaded, artifact, directory } = opened
  const load = await ThreadLoad.start(
    standingTasks(loaded, target.endpoint, directory.record.seed, artifact.plan.minuteMs),
  )
  const watch = new TargetWatch(target.telemetry)
  const isLive = canRedraw(process.stderr, process.env)
  const shown = new RealTimeProgress(sending.progress, artifact.plan, isLive)
  const close = (): void => void load.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    await watch.start()
    await sendSchedule({
      plan: artifact.plan,
      arrivals: createArrivals(loaded.arrivals, directory.record.seed),
      from,
      clock: systemClock,
      sender: { send: (minute) => load.send(toSentMinute(minute, artifact)) },
      watchTarget: () => watch.minute(),
      keep: async (outcome) => {
        const entry = storeMinute(outcome, artifact.thresholds)
        await appendMinute(journal, entry)
        shown.kept(entry)
        await days.add(entry)
      },
      onBegin: (minute) => shown.begin(minute, () => load.progress),
      signal,
    })
  } finally {
    signal.removeEventListener('abort', close)
    shown.end()
    watch.stop()
    await load.close()
  }
}
