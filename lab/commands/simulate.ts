import { findClient } from '../../models/clients/catalogue.ts'
import { type Client, policyOf } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import type { StoredSystemModel } from '../../models/simulate/system-model.ts'
import { currentSystem } from '../current-system.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { type VerbosityFlags, verbosityOf } from '../live/verbosity.ts'
import { watchedArrivals } from '../live/watched-arrivals.ts'
import { createProgress, type Progress } from '../progress.ts'
import { RunDirectory } from '../run-directory.ts'
import { chooseSystem } from '../simulate/choose-system.ts'
import { readSettings } from '../simulate/read-settings.ts'
import { readSimulateOptions, type SimulateFlags, type SimulateOptions } from '../simulate/read-options.ts'
import { scheduleSurface } from '../simulate/schedule-surface.ts'
import { type SimulateDocument, simulateDocument } from '../simulate/simulate-document.ts'
import { simulateSchedule } from '../simulate/simulate-schedule.ts'
import { simulateText } from '../simulate/simulate-text.ts'
import { type Traffic, trafficOfScenario, trafficOfTrace } from '../simulate/traffic.ts'
import { UsageError } from '../usage-error.ts'

const DEFAULT_CLIENT = 'go-net-http'

/**
 * Puts a client's pool through a schedule in virtual time and prints what it did; nothing is sent.
 *
 * @param signal aborted with `Interrupted` by Ctrl-C
 * @throws UsageError for options that cannot be followed; ScenarioError for a scenario or trace
 */
export async function simulateCommand(
  scenarioFile: string | undefined,
  flags: SimulateFlags & VerbosityFlags,
  signal: AbortSignal,
): Promise<void> {
  const options = readSimulateOptions(scenarioFile, flags)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: verbosityOf(flags) })
  try {
    const document = await simulate(options, progress, signal)
    progress.end()
    process.stdout.write(
      options.json ? `${JSON.stringify(document)}\n` : simulateText(document, createPaint(process.stdout)),
    )
  } finally {
    progress.end()
  }
}

async function simulate(
  options: SimulateOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<SimulateDocument> {
  const run = options.fromRun === null ? null : await RunDirectory.open(options.fromRun, options.root)
  const traffic = await openTraffic(options, run)
  const { scenario, arrivals } = traffic
  const client = options.client ?? findClient(scenario?.client ?? DEFAULT_CLIENT)
  const chosen = readSettings(options.set, client, settingsBefore(client, traffic))
  const { system, recordedServiceMs, notes } = chooseSystem(options.system, traffic, await fittedSystem(run))
  const simulation: SimulationOptions = {
    system,
    settings: chosen.settings,
    policy: policyOf(client, 'today'),
    pods: podsAtFirst(options, scenario?.pods ?? 1),
    hosts: options.hosts,
    seed: traffic.seed,
    ...(options.autoscale === null ? {} : { autoscale: options.autoscale }),
    ...(scenario === null ? {} : { idempotentShare: idempotentShare(scenario.requests) }),
  }
  const allNotes = [...traffic.notes, ...chosen.notes, ...notes]
  for (const note of allNotes) progress.say(`note: ${note}`, 'warning')
  const walk = { arrivals: watchedArrivals(arrivals, progress), recordedServiceMs, progress, signal }
  const simulated = await simulateSchedule({ ...walk, task: 'simulate' }, simulation)
  const surface =
    options.surface === null
      ? null
      : await scheduleSurface({ ...walk, task: 'surface' }, simulation, options.surface)
  return simulateDocument({
    traffic,
    client,
    options: simulation,
    recordedServiceMs,
    simulated,
    surface,
    notes: allNotes,
  })
}

function openTraffic(
  { scenarioFile, traceFile, seed }: SimulateOptions,
  run: RunDirectory | null,
): Promise<Traffic> {
  if (traceFile !== null) return trafficOfTrace(traceFile, seed)
  const file = scenarioFile ?? run?.record.scenarioFile
  if (file === undefined) throw new UsageError('name a scenario or a trace to simulate')
  return trafficOfScenario(file, seed)
}

/** The scenario's own client as it is set up today; any other one as it comes. */
function settingsBefore(client: Client, { scenario }: Traffic): PoolSettings {
  return scenario?.client === client.name ? resolveBefore(scenario) : client.defaults
}

async function fittedSystem(run: RunDirectory | null): Promise<StoredSystemModel | null> {
  if (run === null) return null
  if (run.record.stages.simulate === 'done') return currentSystem(run)
  return (await run.require('fit')).system
}

function podsAtFirst({ pods, autoscale }: SimulateOptions, podsUsually: number): number {
  if (autoscale === null) return pods ?? podsUsually
  const { minPods, maxPods } = autoscale
  if (pods === null) return Math.min(maxPods, Math.max(minPods, podsUsually))
  if (pods >= minPods && pods <= maxPods) return pods
  throw new UsageError(`--pods: ${pods} is outside --autoscale min=${minPods},max=${maxPods}`)
}
