import { rm } from 'node:fs/promises'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { toStored } from '../../models/pool/settings.ts'
import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import { planRealTime } from '../../models/real-time/real-time-plan.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import { readEnvironment } from '../environment.ts'
import { KindDirectory } from '../kind-directory.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { RUN_SCHEMA_VERSION, RunDirectory, RunDirectoryError } from '../run-directory.ts'
import { directoryNameOf, isReferenceTo, resolveReference } from '../scenario-reference.ts'
import { UsageError } from '../usage-error.ts'
import { readRecommended } from './read-recommended.ts'
import { type OpenedRealTime, REAL_TIME, type RealTimeOptions } from './real-time-options.ts'

/**
 * Begins a run in real time, or opens one to go on with it.
 *
 * @throws UsageError, ScenarioError, RunDirectoryError
 */
export function openRealTime(options: RealTimeOptions): Promise<OpenedRealTime> {
  return options.resume === null ? begin(options) : goOn(options, options.resume)
}

async function begin(options: RealTimeOptions): Promise<OpenedRealTime> {
  const { scenarioFile } = options
  if (scenarioFile === null) throw new UsageError('name a scenario to run, e.g. scenarios/seven-day.ts')
  const startedAt = new Date().toISOString()
  const path = await RunDirectory.allocate(
    options.root,
    `${directoryNameOf(scenarioFile)}-real-time`,
    startedAt,
  )
  try {
    const loaded = await loadScenario(scenarioFile, `${path}/scenario.mjs`)
    const seed = options.seed ?? loaded.scenario.seed
    const artifact = await describe(options, loaded, seed)
    const directory = await KindDirectory.begin<RealTimeArtifact>(path, {
      schemaVersion: RUN_SCHEMA_VERSION,
      kind: REAL_TIME,
      name: loaded.scenario.name,
      scenarioFile: resolveReference(loaded.reference),
      scenarioHash: loaded.hash,
      seed,
      plan: 'full',
      startedAt,
      environment: readEnvironment(),
    })
    await directory.write(artifact, 'partial')
    return { directory, artifact, loaded }
  } catch (error) {
    await rm(path, { recursive: true, force: true })
    throw error
  }
}

async function describe(
  options: RealTimeOptions,
  loaded: LoadedScenario,
  seed: number,
): Promise<RealTimeArtifact> {
  const { scenario } = loaded
  const { fromRun, forMs, minuteMs } = options
  const recommended = fromRun === null ? null : await readRecommended(fromRun, options.root, loaded)
  const plan = planRealTime({
    scheduleMs: createArrivals(loaded.arrivals, seed).durationMs,
    forMs,
    sides: recommended === null ? 1 : 2,
    ...(minuteMs === undefined ? {} : { minuteMs }),
  })
  return {
    plan,
    client: scenario.client,
    today: toStored(resolveBefore(scenario)),
    recommended: recommended?.side ?? null,
    targetUrl: options.target.url ?? null,
    slo: scenario.slo,
    thresholds: scenario.thresholds,
    notes: recommended?.notes ?? [],
  }
}

async function goOn(options: RealTimeOptions, run: string): Promise<OpenedRealTime> {
  const directory = await KindDirectory.open<RealTimeArtifact>(run, options.root, REAL_TIME)
  const { scenarioFile, scenarioHash, seed } = directory.record
  const artifact = await directory.read()
  if (artifact === null) {
    throw new RunDirectoryError(`${directory.path} ended before it had begun: start a new run`)
  }
  if (options.scenarioFile !== null && !isReferenceTo(options.scenarioFile, directory.record)) {
    throw new UsageError(`${directory.path} is a run of ${scenarioFile}, not of ${options.scenarioFile}`)
  }
  requireSame(options, artifact, seed, directory.path)
  const loaded = await loadScenario(scenarioFile, directory.file(`scenario-resumed-${process.pid}.mjs`))
  if (loaded.hash !== scenarioHash) {
    await rm(loaded.modulePath, { force: true })
    throw new UsageError(
      `${scenarioFile} has changed since ${directory.path} was begun: start a new run, or restore the scenario`,
    )
  }
  return { directory, artifact, loaded }
}

/** @throws UsageError naming the first option that would make it another run */
function requireSame(options: RealTimeOptions, artifact: RealTimeArtifact, seed: number, path: string): void {
  const { url } = options.target
  if (options.seed !== null && options.seed !== seed) {
    throw new UsageError(`${path} has seed ${seed}: a run goes on with the seed it began with`)
  }
  if (url !== undefined && url !== artifact.targetUrl) {
    const own = artifact.targetUrl ?? "the scenario's own target"
    throw new UsageError(`${path} is a run against ${own}: it goes on with that`)
  }
  if (options.fromRun !== null || options.forMs !== null) {
    throw new UsageError(
      `${path} goes on with the settings and the length that it began with, without --from-run and --for`,
    )
  }
}
