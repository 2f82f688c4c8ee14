import { join } from 'node:path'
import { type Conditions, isUnder } from '../../models/nightly/conditions.ts'
import { findBaseline } from '../../models/nightly/find-baseline.ts'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { HistoryError } from './history-error.ts'
import { readHistory } from './history-file.ts'

/** What a history holds for tonight. */
export interface ScenarioHistory {
  readonly file: string
  /** Under tonight's conditions, oldest first. */
  readonly nights: readonly NightRecord[]
  readonly baseline: NightRecord | null
  /** What the user should know, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Reads a scenario's history of this environment.
 *
 * @throws HistoryError when it cannot be read, or its pinned night has nothing to compare with
 */
export async function readScenarioHistory(
  directory: string,
  scenario: string,
  conditions: Conditions,
): Promise<ScenarioHistory> {
  const file = join(directory, scenario, `${conditions.fingerprint}.ndjson`)
  const { nights: all, tornFile } = await readHistory(file)
  const nights = all.filter((night) => isUnder(night, conditions))
  const baseline = findBaseline(nights, conditions)
  if (baseline !== null && baseline.blocks === undefined) {
    throw new HistoryError(
      `${file}: the night pinned at ${baseline.at} lacks its blocks: pin another with --pin`,
    )
  }
  const notes: string[] = []
  if (tornFile !== null) notes.push(`The history ended within a line, which was moved to ${tornFile}.`)
  const latest = all.at(-1)
  if (latest !== undefined && nights.length === 0) {
    notes.push(
      `What is sent has changed since the night of ${latest.at} (the scenario, its seed, or --quick): ` +
        'those nights are kept, and not compared with.',
    )
  }
  return { file, nights, baseline, notes }
}
