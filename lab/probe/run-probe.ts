import type { Client } from '../../models/clients/client.ts'
import { adviseClient, type ClientAdvice, type ProbedServer } from '../../models/probe/advise-client.ts'
import { compareWithHint, type HintComparison } from '../../models/probe/compare-with-hint.ts'
import { describeRace, type RaceOutcome, type RaceSummary } from '../../models/probe/describe-race.ts'
import {
  estimateIdleTimeout,
  type IdleTimeoutEstimate,
  idleWatchOf,
} from '../../models/probe/estimate-idle-timeout.ts'
import { raceAges } from '../../models/probe/race-ages.ts'
import { median } from '../../models/statistics/median.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import { findIdleTimeout, type IdleSearchResult } from './find-idle-timeout.ts'
import type { IdleConnectionOptions } from './idle-connection.ts'
import { LoopLag } from './loop-lag.ts'
import { measureCosts, type ProbeCosts, visitRequest } from './measure-costs.ts'
import { machineClock } from './probe-clock.ts'
import { capOf, type ProbePlan } from './probe-plan.ts'
import { provokeRace } from './provoke-race.ts'
import { secondsText } from './seconds-text.ts'
import { socketLines } from './socket-line.ts'

export interface ProbeResult {
  readonly plan: ProbePlan
  readonly costs: ProbeCosts
  /** `null` where the server keeps no connection. */
  readonly idle: ProbedIdleTimeout | null
  /** `null` where it was not asked for, or there was no close to meet. */
  readonly race: ProbedRace | null
  readonly server: ProbedServer
  readonly advice: readonly ClientAdvice[]
  readonly interrupted: boolean
}

export interface ProbedIdleTimeout {
  readonly estimate: IdleTimeoutEstimate
  readonly search: IdleSearchResult
  readonly capMs: number
  readonly hint: HintComparison
}

export interface ProbedRace {
  readonly summary: RaceSummary
  readonly outcomes: readonly RaceOutcome[]
}

export interface ProbeControls {
  readonly signal: AbortSignal
  /** Told about once a second what is going on. */
  readonly onProgress: (line: string) => void
}

const SHORTEST_PATIENCE_MS = 2000
const PATIENCE_FACTOR = 10
const SMALLEST_DIFFERENCE_MS = 100
/** What timers of a millisecond add to the time in which a request can meet a close. */
const TIMER_MS = 3
const PROGRESS_MS = 1000

/**
 * Probes a quiet target: what connections cost, when it closes idle ones, and which requests that close meets.
 *
 * @throws UnusableRun when the target cannot be used, takes no more than one connection, or goes away meanwhile
 * @throws the signal's reason when it is aborted before anything is known; later, it ends the probe
 */
export async function runProbe(plan: ProbePlan, { signal, onProgress }: ProbeControls): Promise<ProbeResult> {
  const lag = new LoopLag()
  try {
    const open = socketLines(plan.endpoint, plan.request)
    const stop = tellTime((passed) =>
      onProgress(`probe: what a connection to ${plan.endpoint.origin} costs, for ${passed} s`),
    )
    const costs = await measureCosts(plan, open, signal).finally(stop)
    const connections = { open, clock: machineClock, patienceMs: patienceFor(plan, costs) }
    const idle = costs.reuses
      ? await probeIdleTimeout(plan, costs, connections, { signal, onProgress })
      : null
    const race = await probeRace(plan, { costs, idle, lag }, connections, { signal, onProgress })
    const server = describeServer(costs, idle, lag)
    return {
      plan,
      costs,
      idle,
      race,
      server,
      advice: advise(plan.clients, server),
      interrupted: signal.aborted,
    }
  } finally {
    lag.stop()
  }
}

async function probeIdleTimeout(
  plan: ProbePlan,
  costs: ProbeCosts,
  connections: IdleConnectionOptions,
  { signal, onProgress }: ProbeControls,
): Promise<ProbedIdleTimeout> {
  const capMs = capOf(plan, costs.hintMs)
  const stop = tellTime((passed) =>
    onProgress(
      `probe: ${plan.connections} idle connections watched for ${passed} s, ${capMs / 1000} s at most`,
    ),
  )
  const search = await findIdleTimeout(
    { ...connections, connections: plan.connections, capMs },
    signal,
  ).finally(stop)
  if (search.ended === 'useless') {
    await visitTarget(plan.endpoint, visitRequest(plan.request), 1, signal)
    throw new UnusableRun(noneAtOnce(plan))
  }
  const roundTripMs = roundTripP99Ms(costs)
  const estimate = estimateIdleTimeout(search.observations, roundTripMs + TIMER_MS)
  if (estimate.closedMs !== null) await requireAlive(plan, estimate.closedMs, signal)
  const toleranceMs = Math.max(SMALLEST_DIFFERENCE_MS, 2 * roundTripMs)
  return { estimate, search, capMs, hint: compareWithHint(estimate, costs.hintMs, toleranceMs) }
}

function noneAtOnce({ endpoint, connections }: ProbePlan): string {
  return `target ${endpoint.origin} answered on one connection at a time, but kept none of ${connections} at once: try fewer (--connections)`
}

/**
 * A target that ends closes its connections, too.
 *
 * @throws UnusableRun when it is gone
 */
async function requireAlive(
  { endpoint, request }: ProbePlan,
  closedMs: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await visitTarget(endpoint, visitRequest(request), 1, signal)
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof UnusableRun)) throw error
    throw new UnusableRun(
      `${error.message}; it was well before, and closed idle connections after ${secondsText(closedMs)} as it went away: that is not its idle timeout`,
      { cause: error },
    )
  }
}

/** Only a close that is seen as it happens can be met on purpose. */
async function probeRace(
  { race, connections: count }: ProbePlan,
  known: { readonly costs: ProbeCosts; readonly idle: ProbedIdleTimeout | null; readonly lag: LoopLag },
  connections: IdleConnectionOptions,
  { signal, onProgress }: ProbeControls,
): Promise<ProbedRace | null> {
  const closes = known.idle?.estimate.seenCloses ?? null
  if (!race || closes === null || signal.aborted) return null
  const idleTimesMs = raceAges({
    closes,
    roundTripMs: median(known.costs.reusedMs),
    loopLagMs: known.lag.p99Ms(),
    count,
  })
  const endS = ((idleTimesMs.at(-1) ?? 0) / 1000).toFixed(1)
  const stop = tellTime((passed) =>
    onProgress(`probe: ${count} connections idle for ${passed} s, to be used near ${endS} s`),
  )
  const outcomes = await provokeRace(connections, idleTimesMs, signal).finally(stop)
  return outcomes.length === 0 ? null : { summary: describeRace(outcomes), outcomes }
}

function describeServer(costs: ProbeCosts, idle: ProbedIdleTimeout | null, lag: LoopLag): ProbedServer {
  return {
    reuses: costs.reuses,
    hintMs: costs.hintMs,
    watch: idle === null ? { closedAfterMs: null, openForMs: 0 } : idleWatchOf(idle.estimate),
    roundTripP99Ms: roundTripP99Ms(costs),
    loopLagP99Ms: lag.p99Ms(),
  }
}

function advise(clients: readonly Client[], server: ProbedServer): ClientAdvice[] {
  return clients.map((client) => adviseClient(client, server))
}

/** The P99 of so few is their largest; a whole response takes no less than a round trip. */
function roundTripP99Ms({ reusedMs, firstMs }: ProbeCosts): number {
  return Math.max(0, ...(reusedMs.length === 0 ? firstMs : reusedMs))
}

/** After how long an answer is no longer expected, on a connection of which nothing was heard. */
function patienceFor({ endpoint }: ProbePlan, { firstMs, reusedMs }: ProbeCosts): number {
  const slowestMs = Math.max(0, ...firstMs, ...reusedMs)
  return Math.min(endpoint.requestTimeoutMs, Math.max(SHORTEST_PATIENCE_MS, PATIENCE_FACTOR * slowestMs))
}

/** @returns ends it */
function tellTime(tell: (passedS: number) => void): () => void {
  const startMs = performance.now()
  const timer = setInterval(() => tell(Math.round((performance.now() - startMs) / 1000)), PROGRESS_MS)
  return () => clearInterval(timer)
}
