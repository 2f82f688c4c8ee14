import { createHash } from 'node:crypto'
import type { NightlyPlan } from './nightly-plan.ts'

/**
 * What nights must have in common to be compared: the scenario with the files that it names, the seed, and which
 * windows are sent for how long.
 *
 * @returns SHA-256 in hex
 */
export function workloadHash(scenarioHash: string, seed: number, plan: NightlyPlan): string {
  const { windows, warmupMs, measuredMs } = plan
  return createHash('sha256')
    .update(JSON.stringify([scenarioHash, seed, windows, warmupMs, measuredMs]))
    .digest('hex')
}
