import type { Candidate, SimulateArtifact } from '../../models/artifacts/simulate.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { policyOf } from '../../models/clients/client.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { type PoolSettings, toStored } from '../../models/pool/settings.ts'
import { widest } from '../../models/recommend/can-set.ts'
import { candidateSettings } from '../../models/recommend/candidate-settings.ts'
import { connectionCap } from '../../models/recommend/connection-cap.ts'
import { type SafeIdleTimeout, safeIdleTimeout } from '../../models/recommend/safe-idle-timeout.ts'
import { spareFactor } from '../../models/recommend/spare-factor.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import { drawWindows, type Window } from '../../models/simulate/draw-windows.ts'
import { ResponseSurface } from '../../models/simulate/response-surface.ts'
import { meanDialMs, readSystem } from '../../models/simulate/system-model.ts'
import type { SurfaceTask } from '../../workers/simulate-task.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import { systemWith } from '../current-system.ts'
import { STRATA } from '../run-plan.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { Stage, StageContext } from './stage.ts'

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
    const safe = await safeLimit(context)
    const traffic: Traffic = {
      arrivals: context.loaded.arrivals,
      seed: context.seed,
      pods: context.loaded.scenario.pods,
      system: systemWith(fit.system, safe),
    }
    const surface = await passOverSchedule(context, traffic, safe.limitMs)
    const cells = surface.cells(meanDialMs(readSystem(fit.system)))
    const trial = new Trial(context, traffic)
    const client = findClient(context.loaded.scenario.client)
    const today = resolveBefore(context.loaded.scenario)
    const references = await trial.run([
      { role: 'today', settings: today },
      { role: 'unlimited', settings: widest(client, today, safe.limitMs) },
    ])
    const unlimited = references.find(({ role }) => role === 'unlimited')
    const peakBusy = unlimited?.measurement.connections.peakBusy ?? 0
    const spare = spareFactor(fit.misfit)
    const cap = connectionCap(fit.kneeConcurrency, traffic.pods, Math.ceil(peakBusy / traffic.pods), spare)
    const candidates = await trial.run(
      candidateSettings({ client, today, cells, safe, cap, spare }).map((settings) => ({
        role: 'candidate',
        settings,
      })),
    )
    const artifact: SimulateArtifact = {
      safeIdleTimeout: safe,
      surface: {
        requests: cells[0]?.requests ?? 0,
        idleTimeoutsMs: [...surface.reuse.idleTimeoutsMs],
        maxIdleLimit: MAX_IDLE_LIMIT,
        cells,
      },
      candidates: [...references, ...candidates],
      sampledMs: trial.sampledMs,
    }
    await context.directory.write('simulate', artifact, 'done')
    return summary(artifact)
  },
}

type Traffic = Omit<SurfaceTask, 'kind' | 'idleTimeoutsMs' | 'maxIdleLimit' | 'fromMs' | 'toMs'>

async function safeLimit(context: StageContext): Promise<SafeIdleTimeout> {
  const probe = await context.directory.require('probe')
  const sweep = await context.directory.require('sweep')
  const drifts = sweep.steps.filter((step) => step.outcome === 'met').map((step) => step.generator.driftP99Ms)
  const safe = safeIdleTimeout({
    reuses: probe.reuses,
    hintMs: probe.hintMs,
    watch: context.idleWatch.read(),
    roundTripP99Ms: Math.max(0, ...probe.reusedMs),
    loopLagP99Ms: Math.max(0, ...drifts),
    policy: policyOf(findClient(context.loaded.scenario.client), 'patched'),
  })
  if (safe.source !== 'no-reuse') return safe
  throw new UnusableRun(
    'the server closes the connection after every response, so no pool setting can help: turn keep-alive on at the server first',
  )
}

async function passOverSchedule(
  context: StageContext,
  traffic: Traffic,
  safeIdleTimeoutMs: number,
): Promise<ResponseSurface> {
  const today = resolveBefore(context.loaded.scenario).idleTimeoutMs
  const timeouts = new Set([...GRID_MS, safeIdleTimeoutMs, ...(Number.isFinite(today) ? [today] : [])])
  const idleTimeoutsMs = [...timeouts].sort((a, b) => a - b)
  const surface = new ResponseSurface(idleTimeoutsMs, MAX_IDLE_LIMIT)
  const { durationMs } = context.arrivals
  let done = 0
  await Promise.all(
    Array.from({ length: PASS_PARTS }, async (_, part) => {
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
      surface.add(counts)
      context.progress.show(
        `simulate: ${Math.round((100 * ++done) / PASS_PARTS)} % of the schedule, every setting`,
      )
    }),
  )
  return surface
}

/** Simulates settings in full, over windows from every part of the schedule. */
class Trial {
  readonly #context: StageContext
  readonly #traffic: Traffic
  readonly #windows: readonly Window[]
  #done = 0

  constructor(context: StageContext, traffic: Traffic) {
    this.#context = context
    this.#traffic = traffic
    this.#windows = drawWindows({
      arrivals: context.arrivals,
      strata: STRATA,
      perStratum: context.plan.simulate.windowsPerStratum,
      lengthMs: context.plan.simulate.windowMs,
      seed: context.seed,
    })
  }

  get sampledMs(): number {
    return this.#windows.reduce((sum, window) => sum + window.toMs - window.fromMs, 0)
  }

  run(wanted: ReadonlyArray<{ role: Candidate['role']; settings: PoolSettings }>): Promise<Candidate[]> {
    return Promise.all(wanted.map(({ role, settings }) => this.#simulate(role, settings)))
  }

  async #simulate(role: Candidate['role'], settings: PoolSettings): Promise<Candidate> {
    const { merged, each } = await this.#context.workers.windows(
      {
        ...this.#traffic,
        kind: 'windows',
        client: this.#context.loaded.scenario.client,
        configuration: role === 'today' ? 'today' : 'patched',
        idempotentShare: idempotentShare(this.#context.loaded.scenario.requests),
        settings,
        windows: this.#windows,
        warmupMs: 0,
      },
      this.#context.signal,
    )
    this.#context.progress.show(`simulate: ${++this.#done} settings in full`)
    const perStratum = each.length / STRATA
    const strataP99Ms = Array.from({ length: STRATA }, (_, stratum) => {
      const own = each.slice(stratum * perStratum, (stratum + 1) * perStratum)
      return LatencyHistogram.merge(
        own.map(({ measurement }) => LatencyHistogram.fromStored(measurement.response)),
      ).quantileMs(0.99)
    })
    return { role, settings: toStored(settings), measurement: merged, strataP99Ms }
  }
}

function summary({ surface, candidates, safeIdleTimeout }: SimulateArtifact): string {
  const requests = `${(surface.requests / 1e6).toFixed(1)} million requests`
  const pairs = surface.cells.length
  return `${requests}, ${pairs} settings, ${candidates.length} of them in full; idle timeout up to ${safeIdleTimeout.limitMs / 1000} s is safe`
}
