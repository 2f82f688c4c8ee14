import { scheduleRates } from '../../models/arrivals/schedule-rates.ts'
import type { Candidate, SimulateArtifact } from '../../models/artifacts/simulate.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import type { Client } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { type Bounds, longestAllowedMs } from '../../models/recommend/bounds.ts'
import { widest } from '../../models/recommend/can-set.ts'
import { candidateSettings } from '../../models/recommend/candidate-settings.ts'
import { capWithoutKnee, connectionCap } from '../../models/recommend/connection-cap.ts'
import { decide } from '../../models/recommend/decision.ts'
import type { SafeIdleTimeout } from '../../models/recommend/safe-idle-timeout.ts'
import { spareFactor } from '../../models/recommend/spare-factor.ts'
import type { Surroundings } from '../../models/recommend/surroundings.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import { ResponseSurface } from '../../models/simulate/response-surface.ts'
import { meanDialMs, readSystem } from '../../models/simulate/system-model.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { systemWith } from '../current-system.ts'
import { takeInOrder } from '../take-in-order.ts'
import { UnusableRun } from '../unusable-run.ts'
import { readSurroundings } from './read-surroundings.ts'
import { safeLimit } from './safe-limit.ts'
import type { Stage, StageContext } from './stage.ts'
import { tryUnderStrain } from './strain-trials.ts'
import { type Traffic, type Wanted, WindowTrials } from './window-trials.ts'

const MAX_IDLE_LIMIT = 64
const GRID_MS = [
  100, 250, 500, 1000, 2000, 3000, 4000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 90_000,
  120_000, 300_000, 600_000,
]
/** Parts that the schedule is cut into, so that threads can share the pass and progress can be shown. */
const PASS_PARTS = 14

/**
 * The whole schedule in virtual time: one pass over it for every pair of idle timeout and idle cap, then the pool
 * machine with the client's own policy for the pairs that matter.
 */
export const simulate: Stage = {
  name: 'simulate',
  async run(context) {
    const fit = await context.directory.require('fit')
    const { bounds, client: clientName } = context.loaded.scenario
    const client = findClient(clientName)
    const safe = await safeLimit(context)
    const traffic: Traffic = {
      arrivals: context.loaded.arrivals,
      seed: context.seed,
      pods: context.loaded.scenario.pods,
      system: systemWith(fit.system, safe),
    }
    const surface = await passOverSchedule(context, traffic, longestAllowedMs(bounds, safe.limitMs))
    const cells = surface.cells(meanDialMs(readSystem(fit.system)))
    const windows = new WindowTrials(context, traffic)
    const today = resolveBefore(context.loaded.scenario)
    const references = await windows.candidates([
      { role: 'today', settings: today },
      { role: 'unlimited', settings: widest(client, today, safe.limitMs, bounds) },
    ])
    requireAnswers(references)
    const { peakBusy = 0, peakIdle = 0 } = references.find(({ role }) => role === 'unlimited')?.expected ?? {}
    const spare = spareFactor(fit.misfit)
    const peakBusyPerPod = Math.ceil(peakBusy / traffic.pods)
    const mostIdle = Math.ceil(peakIdle / traffic.pods)
    const cap =
      connectionCap(fit.kneeConcurrency, traffic.pods, peakBusyPerPod, spare) ??
      capWithoutKnee(today.maxConnsPerHost, peakBusyPerPod)
    const settings = candidateSettings({ client, today, cells, safe, cap, spare, bounds, mostIdle })
    const candidates = await windows.candidates([
      ...capped(client, today, safe, bounds, settings),
      ...settings.map((each) => ({ role: 'candidate' as const, settings: each })),
    ])
    const simulated = {
      safeIdleTimeout: safe,
      surroundings: await surroundingsOf(context),
      candidates: [...references, ...candidates],
    }
    const { slo, pods } = context.loaded.scenario
    const decision = decide({ client, slo, pods, bounds, fit, simulated })
    const artifact: SimulateArtifact = {
      ...simulated,
      surface: {
        requests: cells[0]?.requests ?? 0,
        idleTimeoutsMs: [...surface.reuse.idleTimeoutsMs],
        maxIdleLimit: MAX_IDLE_LIMIT,
        cells,
      },
      trials: await tryUnderStrain(decision, windows),
      sampledMs: windows.sampledMs,
      schedule: scheduleRates(context.arrivals, context.loaded.arrivals.kind === 'trace'),
    }
    await context.directory.write('simulate', artifact, 'done')
    return summary(artifact)
  },
}

/** In the windows that are simulated: with fewer there is no P99 to choose by, and under less load perhaps none at all. */
const LEAST_ANSWERS = 20

function requireAnswers(references: readonly Candidate[]): void {
  const answers = Math.min(...references.map(({ measurement }) => measurement.requests.completed))
  if (answers >= LEAST_ANSWERS) return
  throw new UnusableRun(
    `${answers} requests are answered in the windows of the schedule that are simulated, and settings cannot be compared by fewer than ${LEAST_ANSWERS}: give the scenario a schedule with more requests`,
  )
}

/** What candidates are compared with when their limit on open connections is given; nothing where they have none. */
function capped(
  client: Client,
  today: PoolSettings,
  safe: SafeIdleTimeout,
  bounds: Bounds,
  [first]: readonly PoolSettings[],
): Wanted[] {
  const unlimited = widest(client, today, safe.limitMs, bounds)
  const maxConnsPerHost = first?.maxConnsPerHost ?? Infinity
  if (maxConnsPerHost === unlimited.maxConnsPerHost) return []
  return [{ role: 'unlimited', settings: { ...unlimited, maxConnsPerHost } }]
}

async function surroundingsOf({ loaded, directory }: StageContext): Promise<Surroundings> {
  const probe = await directory.require('probe')
  return readSurroundings(directory.record.targetUrl === null ? loaded.scenario : null, probe.tls !== null)
}

async function passOverSchedule(
  context: StageContext,
  traffic: Traffic,
  longestMs: number,
): Promise<ResponseSurface> {
  const today = resolveBefore(context.loaded.scenario).idleTimeoutMs
  const leastMs = context.loaded.scenario.bounds.idleTimeoutMs?.min
  const wanted = [today, longestMs, ...(leastMs === undefined ? [] : [leastMs])]
  const timeouts = new Set([...GRID_MS, ...wanted.filter(Number.isFinite)])
  const idleTimeoutsMs = [...timeouts].sort((a, b) => a - b)
  const surface = new ResponseSurface(idleTimeoutsMs, MAX_IDLE_LIMIT)
  const { durationMs } = context.arrivals
  let done = 0
  const parts = Array.from({ length: PASS_PARTS }, async (_, part) => {
    const counts = await context.workers.surface(
      {
        ...traffic,
        kind: 'surface',
        idleTimeoutsMs,
        maxIdleLimit: MAX_IDLE_LIMIT,
        fromMs: Math.round((part * durationMs) / PASS_PARTS),
        toMs: Math.round(((part + 1) * durationMs) / PASS_PARTS),
      },
      context.signal,
    )
    const share = ++done / PASS_PARTS
    const what = `${Math.round(100 * share)} % of the schedule, every setting`
    context.progress.show({ what, work: { share, requests: null } })
    return counts
  })
  await takeInOrder(parts, (counts) => surface.add(counts))
  return surface
}

function summary({ surface, candidates, trials, safeIdleTimeout }: SimulateArtifact): string {
  const { requests: count } = surface
  const requests =
    count < 1e6 ? `${groupDigits(count)} requests` : `${(count / 1e6).toFixed(1)} million requests`
  const pairs = surface.cells.length
  return `${requests}, ${pairs} settings, ${candidates.length} of them in full, ${trials.length} times under other load or service times; idle timeout up to ${safeIdleTimeout.limitMs / 1000} s is safe`
}
