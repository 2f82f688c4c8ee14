import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import type { RunDirectory } from '../run-directory.ts'
import { type Traffic, trafficOfScenario, trafficOfTrace } from '../simulate/traffic.ts'
import { UsageError } from '../usage-error.ts'
import { writePlainScenario } from './write-plain-scenario.ts'
import type { RecordedTrace, TraceFile } from './simulate.ts'

/** Traffic that is ready to be read. */
export interface OpenedTraffic {
  /** Whether it has a file that its caller knows. */
  readonly isFile: boolean
  readonly open: (run: RunDirectory | null) => Promise<Traffic>
}

const DEFAULT_SEED = 1

/** @param traffic and seed as `simulate` is given them */
export function openTraffic(
  traffic: string | ScenarioInput | TraceFile | RecordedTrace | null,
  seed: number | null,
): OpenedTraffic {
  if (traffic === null) return { isFile: true, open: (run) => trafficOfScenario(fileOf(run), seed) }
  if (typeof traffic === 'string') return { isFile: true, open: () => trafficOfScenario(traffic, seed) }
  if ('trace' in traffic) return { isFile: true, open: () => trafficOfTrace(traffic.trace, seed) }
  if ('dueMs' in traffic) return { isFile: false, open: async () => recorded(traffic, seed) }
  return { isFile: false, open: () => trafficOfObject(traffic, seed) }
}

function fileOf(run: RunDirectory | null): string {
  if (run !== null) return run.record.scenarioFile
  throw new UsageError('null stands for the scenario of a run: name the run with fromRun')
}

async function trafficOfObject(scenario: ScenarioInput, seed: number | null): Promise<Traffic> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-scenario-'))
  try {
    return await trafficOfScenario(await writePlainScenario(scenario, folder), seed)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function recorded({ dueMs, serviceMs }: RecordedTrace, seed: number | null): Traffic {
  const usedSeed = seed ?? DEFAULT_SEED
  return {
    file: '',
    arrivals: arrivalsAt(Float64Array.from(dueMs), usedSeed),
    recordedServiceMs: serviceMs === undefined ? null : serviceTimes(serviceMs, dueMs.length),
    scenario: null,
    seed: usedSeed,
    notes: [],
  }
}

function arrivalsAt(dueMs: Float64Array, seed: number): Traffic['arrivals'] {
  try {
    return createArrivals({ kind: 'trace', dueMs }, seed)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}

function serviceTimes(given: ArrayLike<number>, count: number): Float64Array {
  if (given.length !== count) {
    throw new UsageError(`serviceMs has ${given.length} times for ${count} arrivals in dueMs`)
  }
  const serviceMs = Float64Array.from(given)
  const wrong = serviceMs.findIndex((ms) => !(ms >= 0 && ms < Infinity))
  if (wrong === -1) return serviceMs
  throw new UsageError(`serviceMs[${wrong}] must be finite and >= 0, got ${serviceMs[wrong]}`)
}
