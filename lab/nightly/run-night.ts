import { toStored } from '../../models/pool/settings.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import { NIGHT_SCHEMA_VERSION, type NightEnvironment } from '../../models/nightly/night-record.ts'
import type { ScenarioNight } from '../../reports/nightly/nightly-report.ts'
import type { Progress } from '../progress.ts'
import { UnusableRun } from '../unusable-run.ts'
import { concludeNight, type NightComparison, type NightIdentity } from './conclude-night.ts'
import { appendNight } from './history-file.ts'
import type { NightlyScenario } from './load-nightly-scenarios.ts'
import { withNight } from './measure-night.ts'
import type { NightlyOptions } from './nightly-options.ts'
import type { ScenarioHistory } from './scenario-history.ts'

export interface PlannedNight {
  readonly scenario: NightlyScenario
  readonly history: ScenarioHistory
  readonly seed: number
  readonly scenarioHash: string
}

/** What all scenarios of a nightly have in common. */
export interface NightlySurroundings {
  readonly options: NightlyOptions
  readonly environment: NightEnvironment
  readonly commit: string | null
  /** ISO 8601, UTC. */
  readonly at: string
  readonly progress: Progress
}

/**
 * One scenario: measures, judges and adds the night to its history. A target that cannot be used is an outcome, and
 * leaves the history as it was.
 *
 * @throws Interrupted after Ctrl-C, with nothing added; HistoryError when the night cannot be added
 */
export async function runNight(planned: PlannedNight, around: NightlySurroundings): Promise<ScenarioNight> {
  const { scenario, history, seed } = planned
  const { options, progress } = around
  const { name } = scenario.loaded.scenario
  const comparison = whatToCompareWith(options, history)
  const untouched = { scenario: name, tonight: null, history: history.nights, notes: history.notes }
  if (comparison.kind === 'nothing' && options.requireBaseline && !options.pin) {
    const why =
      'No night is pinned under these conditions, and --require-baseline was given: nothing was measured.'
    return { ...untouched, verdict: 'unknown', why, baseline: null }
  }
  const baseline = comparison.kind === 'pinned' ? history.baseline : null
  try {
    const night = { scenarioFile: scenario.file, loaded: scenario.loaded, seed, options, progress }
    const tonight = await withNight(night, (measure) =>
      concludeNight({ comparison, measure, history: history.nights, identity: identify(planned, around) }),
    )
    options.signal.throwIfAborted()
    await appendNight(history.file, tonight)
    const { verdict, why } = tonight.judgement
    return { ...untouched, verdict, why, tonight, baseline, history: [...history.nights, tonight] }
  } catch (error) {
    if (!(error instanceof UnusableRun)) throw error
    return { ...untouched, verdict: 'unknown', why: `Nothing could be measured: ${error.message}.`, baseline }
  }
}

function whatToCompareWith(
  { baseline, pin }: NightlyOptions,
  { baseline: pinned }: ScenarioHistory,
): NightComparison {
  if (baseline !== null) return { kind: 'interleaved' }
  if (pin || pinned === null) return { kind: 'nothing' }
  return { kind: 'pinned', blocks: pinned.blocks ?? [] }
}

function identify(
  { scenario, seed, scenarioHash }: PlannedNight,
  { at, commit, environment }: NightlySurroundings,
): NightIdentity {
  const { name, client } = scenario.loaded.scenario
  return {
    schemaVersion: NIGHT_SCHEMA_VERSION,
    at,
    scenario: name,
    scenarioHash,
    seed,
    commit,
    environment,
    client,
    settings: toStored(resolveBefore(scenario.loaded.scenario)),
  }
}
