import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { loadScenario } from '../load-scenario.ts'
import { readTrace } from './read-trace.ts'

/** What a pool is put through in virtual time. */
export interface Traffic {
  /** The file, as the user named it. */
  readonly file: string
  readonly arrivals: Arrivals
  /** How long each arrival took to serve, in ms, where it was recorded. */
  readonly recordedServiceMs: Float64Array | null
  /** `null` for a trace on its own. */
  readonly scenario: PlainScenario | null
  readonly seed: number
  /** What the user should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
}

const DEFAULT_SEED = 1

/**
 * The arrivals of a scenario.
 *
 * @param seed in place of the scenario's own
 * @throws ScenarioError (104 or 107) when it cannot be loaded
 */
export function trafficOfScenario(file: string, seed: number | null): Promise<Traffic> {
  return inTemporaryFolder(async (folder) => {
    const loaded = await loadScenario(file, join(folder, 'scenario.mjs'))
    const { scenario, arrivals, recordedServiceMs, notes } = loaded
    const usedSeed = seed ?? scenario.seed
    return {
      file,
      arrivals: createArrivals(arrivals, usedSeed),
      recordedServiceMs,
      scenario,
      seed: usedSeed,
      notes,
    }
  })
}

/**
 * Recorded arrivals.
 *
 * @throws ScenarioError (104) with file and line when they cannot be read
 */
export async function trafficOfTrace(file: string, seed: number | null): Promise<Traffic> {
  const { dueMs, serviceMs, notes } = await readTrace(file)
  const usedSeed = seed ?? DEFAULT_SEED
  return {
    file,
    arrivals: createArrivals({ kind: 'trace', dueMs }, usedSeed),
    recordedServiceMs: serviceMs,
    scenario: null,
    seed: usedSeed,
    notes,
  }
}

async function inTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-simulate-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
