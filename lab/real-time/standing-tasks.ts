import { pathToFileURL } from 'node:url'
import { fromStored } from '../../models/pool/settings.ts'
import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import type { Endpoint } from '../../workers/connection.ts'
import type { SentMinute, StandingTask } from '../../workers/standing-messages.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import type { DueMinute } from './send-schedule.ts'

const IN_FLIGHT_MAX = 4096
/** Beyond the time in which a request is given up by itself. */
const DRAIN_MARGIN_MS = 500

/** What each load thread is given, one for each pod. A request has its whole time, but not longer than a minute more. */
export function standingTasks(
  { scenario, feeds, modulePath }: LoadedScenario,
  endpoint: Endpoint,
  seed: number,
  minuteMs: number,
): StandingTask[] {
  const hasFunctions = scenario.requests.some((request) => request.hasBuild || request.hasCheck)
  return Array.from({ length: scenario.pods }, (_, thread) => ({
    scenarioModule: hasFunctions ? pathToFileURL(modulePath).href : null,
    requests: scenario.requests,
    feeds,
    seed,
    endpoint,
    driver: 'undici',
    client: scenario.client,
    thread,
    threads: scenario.pods,
    drainMs: Math.min(endpoint.requestTimeoutMs + DRAIN_MARGIN_MS, minuteMs),
    inFlightMax: IN_FLIGHT_MAX,
  }))
}

/** A minute with the settings of its side. */
export function toSentMinute(due: DueMinute, { today, recommended }: RealTimeArtifact): SentMinute {
  const { minute, side, block, fromMs, toMs, dueMs, firstIndex, startMs } = due
  const isToday = side === 'today' || recommended === null
  return {
    minute,
    pool: block,
    settings: fromStored(isToday ? today : recommended.settings),
    configuration: isToday ? 'today' : 'patched',
    dueMs,
    firstIndex,
    startMs,
    durationMs: toMs - fromMs,
  }
}
