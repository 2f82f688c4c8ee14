import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import type { RunDirectory } from '../run-directory.ts'
import { type Traffic, trafficOfScenario, trafficOfTrace } from '../simulate/traffic.ts'
import { UsageError } from '../usage-error.ts'
import { scenarioGiven } from './scenario-given.ts'
import { isRecord, shown } from './require-options.ts'
import type { RecordedTrace, SimulatedTraffic, TraceFile } from './simulate.ts'
import { writePlainScenario } from './write-plain-scenario.ts'

/** Traffic that is ready to be read. */
export interface OpenedTraffic {
  /** Whether it has a file that its caller knows. */
  readonly isFile: boolean
  readonly open: (run: RunDirectory | null) => Promise<Traffic>
}

const DEFAULT_SEED = 1

/** @param traffic and seed as `simulate` is given them */
export function openTraffic(traffic: SimulatedTraffic, seed: number | null): OpenedTraffic {
  if (traffic === null) return { isFile: true, open: (run) => trafficOfScenario(fileOf(run), seed) }
  if (isTraceFile(traffic)) {
    const trace: unknown = traffic.trace
    if (typeof trace !== 'string') throw new UsageError(`trace: ${shown(trace)} is no path of a file`)
    return { isFile: true, open: () => trafficOfTrace(trace, seed) }
  }
  if (isRecorded(traffic)) {
    return { isFile: false, open: async () => recorded(traffic, seed) }
  }
  const scenario = scenarioGiven(traffic)
  if (typeof scenario === 'string') return { isFile: true, open: () => trafficOfScenario(scenario, seed) }
  return { isFile: false, open: () => trafficOfObject(scenario, seed) }
}

function isTraceFile(traffic: SimulatedTraffic): traffic is TraceFile {
  return isRecord(traffic) && 'trace' in traffic
}

function isRecorded(traffic: SimulatedTraffic): traffic is RecordedTrace {
  return isRecord(traffic) && 'dueMs' in traffic
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
    arrivals: arrivalsAt(numbersOf('dueMs', dueMs), usedSeed),
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
  const serviceMs = numbersOf('serviceMs', given)
  if (serviceMs.length !== count) {
    throw new UsageError(`serviceMs has ${serviceMs.length} times for ${count} arrivals in dueMs`)
  }
  const wrong = serviceMs.findIndex((ms) => !(ms >= 0 && ms < Infinity))
  if (wrong === -1) return serviceMs
  throw new UsageError(`serviceMs[${wrong}] must be finite and >= 0, got ${serviceMs[wrong]}`)
}

/** @throws UsageError for what is no list of numbers, or one too long to be held */
function numbersOf(name: string, given: ArrayLike<number>): Float64Array {
  const list: unknown = given
  if (typeof list !== 'object' || list === null || !('length' in list)) {
    throw new UsageError(`${name}: ${shown(list)} is no list of numbers`)
  }
  try {
    return Float64Array.from(given)
  } catch (error) {
    throw new UsageError(`${name} is no list of numbers: ${String(error)}`, { cause: error })
  }
}
