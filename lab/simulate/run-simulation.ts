import { findClient } from '../../models/clients/catalogue.ts'
import { type Client, policyOf } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import type { StoredSystemModel } from '../../models/simulate/system-model.ts'
import { currentSystem } from '../current-system.ts'
import { watchedArrivals } from '../live/watched-arrivals.ts'
import type { Progress } from '../progress.ts'
import { RunDirectory } from '../run-directory.ts'
import { UsageError } from '../usage-error.ts'
import { chooseSystem } from './choose-system.ts'
import type { SimulateOptions } from './read-options.ts'
import { readSettings } from './read-settings.ts'
import { scheduleSurface } from './schedule-surface.ts'
import type { SimulateDocument } from './simulate-document.ts'
import { simulateSchedule } from './simulate-schedule.ts'
import { summarizeSimulation } from './summarize-simulation.ts'
import { type Traffic, trafficOfScenario, trafficOfTrace } from './traffic.ts'

const DEFAULT_CLIENT = 'go-net-http'

/** What is wanted of a simulation, whatever the traffic. */
export type SimulatedSetup = Omit<SimulateOptions, 'scenarioFile' | 'traceFile' | 'json'>

/**
 * Puts a client's pool through a schedule in virtual time; nothing is sent or printed.
 *
 * @throws UsageError for options that cannot be followed; ScenarioError for a scenario or trace
 * @throws RunDirectoryError when there is no such run
 * @throws the signal's reason once it is aborted
 */
export async function runSimulation(
  { scenarioFile, traceFile, ...setup }: SimulateOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<SimulateDocument> {
  const { seed } = setup
  const open = async (run: RunDirectory | null): Promise<Traffic> => {
    if (traceFile !== null) return trafficOfTrace(traceFile, seed)
    const file = scenarioFile ?? run?.record.scenarioFile
    if (file === undefined) throw new UsageError('name a scenario or a trace to simulate')
    return trafficOfScenario(file, seed)
  }
  return simulateTraffic(open, setup, progress, signal)
}

/**
 * The same for any traffic.
 *
 * @param open gives the traffic, and is given the run that the setup names
 */
export async function simulateTraffic(
  open: (run: RunDirectory | null) => Promise<Traffic>,
  options: SimulatedSetup,
  progress: Progress,
  signal: AbortSignal,
): Promise<SimulateDocument> {
  const run = options.fromRun === null ? null : await RunDirectory.open(options.fromRun, options.root)
  const traffic = await open(run)
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
  return summarizeSimulation({
    traffic,
    client,
    options: simulation,
    recordedServiceMs,
    simulated,
    surface,
    notes: allNotes,
  })
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

function podsAtFirst({ pods, autoscale }: SimulatedSetup, podsUsually: number): number {
  if (autoscale === null) return pods ?? podsUsually
  const { minPods, maxPods } = autoscale
  if (pods === null) return Math.min(maxPods, Math.max(minPods, podsUsually))
  if (pods >= minPods && pods <= maxPods) return pods
  throw new UsageError(`--pods: ${pods} is outside --autoscale min=${minPods},max=${maxPods}`)
}
