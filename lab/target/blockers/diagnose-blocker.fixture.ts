import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createArrivals } from '../../../models/arrivals/create-arrivals.ts'
import { healthFigures } from '../../../models/diagnosis/health-figures.ts'
import { type HotPathView, hotPathView } from '../../../models/diagnosis/hot-path-view.ts'
import { readWaits } from '../../../models/diagnosis/waits.ts'
import type { TargetSample } from '../../../models/measurement/target-sample.ts'
import { UNLIMITED } from '../../../models/pool/settings.ts'
import { createRequestSource } from '../../../models/requests/request-source.ts'
import { runStretch, type StretchContext, type StretchResult } from '../../run-stretch.ts'
import type { ProbeClient } from '../../telemetry/probe-client.ts'
import type { WorkerPool } from '../../worker-pool.ts'
import { targetEndpoint } from '../target-endpoint.ts'
import type { KnownBlocker } from './known-blockers.fixture.ts'
import { startBlocker } from './open-blocker-target.ts'

const ROOT = resolve(fileURLToPath(new URL('../../..', import.meta.url)))
const REQUESTS = [{ weight: 1, method: 'GET', path: '/work' }] as const
const REQUEST_TIMEOUT_MS = 10_000

export interface DiagnosedBlocker {
  readonly view: HotPathView
  readonly load: StretchResult['measurement']
  /** How often it was tried; the last time counts. */
  readonly attempts: number
  /** The machine was too busy even then. */
  readonly isStarved: boolean
}

/** What a machine that is busy otherwise does to a measurement, whatever the target is: a diagnosis of it says nothing. */
const MOST_STARVED = 0.1
const MOST_LATENESS_MS = 60
const MOST_ATTEMPTS = 4

interface DiagnosisOptions {
  readonly fixed: boolean
  readonly seed: number
  readonly loadMs: number
}

/**
 * Starts a blocker, sends it a Poisson load, records a CPU profile from after the first 200 ms of it, and puts the profile,
 * the waits that it counted and its figures together. Up to four times, as long as the machine had no core for the target
 * in more than a tenth of the time, or none for the load.
 */
export async function diagnoseBlocker(
  known: KnownBlocker,
  options: DiagnosisOptions,
  workers: WorkerPool,
): Promise<DiagnosedBlocker> {
  for (let attempts = 1; ; attempts++) {
    const { view, measurement, generator } = await diagnoseOnce(known, options, workers)
    const isStarved = starvedShare(view) > MOST_STARVED || generator.latenessP99Ms > MOST_LATENESS_MS
    if (!isStarved || attempts === MOST_ATTEMPTS) {
      return { view, load: measurement, attempts, isStarved }
    }
  }
}

/** Of the time that was profiled: the event loop stood still, and nothing ran. */
function starvedShare({ profile }: HotPathView): number {
  const unknown = profile?.blocks.filter(({ cause }) => cause === 'unknown') ?? []
  return unknown.reduce((sum, { totalMs }) => sum + totalMs, 0) / (profile?.durationMs ?? Infinity)
}

async function diagnoseOnce(
  { blocker, rate }: KnownBlocker,
  options: DiagnosisOptions,
  workers: WorkerPool,
): Promise<Pick<StretchResult, 'measurement' | 'generator'> & { readonly view: HotPathView }> {
  const { fixed, seed, loadMs } = options
  const target = await startBlocker({ builtin: 'blocker', blocker, fixed }, seed)
  try {
    await (await fetch(`${target.origin}/work`)).text()
    const before = await target.probe.stats()
    const [recorded, { measurement, generator }] = await Promise.all([
      recordProfile(target.probe, loadMs),
      sendLoad({ origin: target.origin, rate, seed, loadMs }, workers),
    ])
    const after = await target.probe.stats()
    const waits = readWaits(after.counters ?? {}, before.counters ?? {})
    const view = hotPathView({
      recorded,
      figures: figuresOf([before, after], measurement.requests.completed),
      waits,
      meanResponseMs: measurement.response.meanMs,
      root: ROOT,
      sourceOf: readBlockerSource,
    })
    return { view, measurement, generator }
  } finally {
    await target.stop()
  }
}

function figuresOf(samples: readonly TargetSample[], requests: number) {
  return healthFigures(samples, {
    requests,
    cores: 1,
    openFilesLimit: null,
    waitedMs: null,
    heapLimitBytes: null,
  })
}

async function recordProfile(probe: ProbeClient, loadMs: number) {
  await sleep(200)
  await probe.startCpuProfile()
  await sleep(loadMs - 200)
  return probe.stopCpuProfile()
}

interface Load {
  readonly origin: string
  readonly rate: number
  readonly seed: number
  readonly loadMs: number
}

function sendLoad({ origin, rate, seed, loadMs }: Load, workers: WorkerPool): Promise<StretchResult> {
  const scenario = { pods: 1, client: 'undici', requests: REQUESTS }
  const context: StretchContext = {
    scenarioFile: 'blocker.ts',
    loaded: { scenario, feeds: [], modulePath: '' } as unknown as StretchContext['loaded'],
    source: createRequestSource(REQUESTS, [], seed),
    seed,
    endpoint: targetEndpoint({ requestTimeoutMs: REQUEST_TIMEOUT_MS }, { url: new URL(origin) }),
    telemetry: null,
    workers,
    signal: new AbortController().signal,
  }
  const arrivals = createArrivals({ kind: 'poisson', rate, durationMs: loadMs }, seed)
  return runStretch(context, {
    dueMs: arrivals.between(0, loadMs),
    durationMs: loadMs,
    warmupMs: 0,
    settings: UNLIMITED,
    configuration: 'today',
    primed: [],
    firstIndex: 0,
    onProgress: () => {},
  })
}

/** @param file relative to the root of the project */
export function readBlockerSource(file: string): string | null {
  try {
    return readFileSync(resolve(ROOT, file), 'utf8')
  } catch {
    return null
  }
}
