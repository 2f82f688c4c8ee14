import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import type { NightlyReport, ScenarioNight } from '../../reports/nightly/nightly-report.ts'
import { nightlyText } from '../../reports/nightly/nightly-text.ts'
import { findScenarios } from '../nightly/find-scenarios.ts'
import { lockHistory } from '../nightly/history-lock.ts'
import { loadNightlyScenarios, type NightlyScenario } from '../nightly/load-nightly-scenarios.ts'
import { describeEnvironment, nightEnvironment } from '../nightly/night-environment.ts'
import { nightlyDocument } from '../nightly/nightly-document.ts'
import { nightlyExitCode } from '../nightly/nightly-exit-code.ts'
import type { NightlyOptions } from '../nightly/nightly-options.ts'
import { baselineSettings } from '../nightly/open-sides.ts'
import { readCommit } from '../nightly/read-commit.ts'
import { type NightlySurroundings, type PlannedNight, runNight } from '../nightly/run-night.ts'
import { readScenarioHistory } from '../nightly/scenario-history.ts'
import { workloadHash } from '../nightly/workload-hash.ts'
import { writeNightly } from '../nightly/write-nightly.ts'
import { createProgress } from '../progress.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Measures scenarios, compares each with its baseline, and adds the night to its history.
 *
 * @returns the exit code
 * @throws UsageError, ScenarioError and HistoryError before anything is measured; Interrupted after Ctrl-C
 */
export async function nightly(options: NightlyOptions): Promise<number> {
  if (options.pin && options.baseline !== null) {
    throw new UsageError(
      '--pin keeps tonight to compare later nights with: it goes without an interleaved baseline',
    )
  }
  const progress = createProgress(process.stderr, () => performance.now())
  const compiled = await mkdtemp(join(tmpdir(), 'kneepoint-nightly-'))
  try {
    const { scenarioFiles } = options
    const files = scenarioFiles.length === 0 ? await findScenarios() : scenarioFiles
    const scenarios = await loadNightlyScenarios(files, compiled)
    return await withLock(options.history, async () =>
      runNights(scenarios, {
        options,
        progress,
        environment: nightEnvironment(),
        commit: await readCommit(),
        at: new Date().toISOString(),
      }),
    )
  } finally {
    progress.end()
    await rm(compiled, { recursive: true, force: true })
  }
}

async function withLock<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  const release = await lockHistory(directory)
  try {
    return await work()
  } finally {
    await release()
  }
}

/**
 * All histories are read first, so that one which is broken is told before minutes are spent.
 *
 * @returns the exit code
 */
async function runNights(
  scenarios: readonly NightlyScenario[],
  around: NightlySurroundings,
): Promise<number> {
  const planned: PlannedNight[] = []
  for (const scenario of scenarios) planned.push(await planNight(scenario, around))
  const nights: ScenarioNight[] = []
  for (const each of planned) {
    const night = await runNight(each, around)
    around.progress.say(`${night.scenario}: ${night.verdict}`)
    nights.push(night)
  }
  const environment = describeEnvironment(around.environment)
  const report = { at: around.at, commit: around.commit, environment, nights }
  const exitCode = nightlyExitCode(nights.map(({ verdict }) => verdict))
  around.progress.end()
  process.stdout.write(around.options.json ? jsonText(report, exitCode) : nightlyText(report))
  await writeNightly(report, around.options)
  return exitCode
}

function jsonText(report: NightlyReport, exitCode: number): string {
  return `${JSON.stringify(nightlyDocument(report, exitCode), null, 2)}\n`
}

async function planNight(
  scenario: NightlyScenario,
  { options, environment }: NightlySurroundings,
): Promise<PlannedNight> {
  const { loaded } = scenario
  if (options.baseline !== null) {
    baselineSettings(options.baseline.settings, loaded.scenario, resolveBefore(loaded.scenario))
  }
  const seed = options.seed ?? loaded.scenario.seed
  const scenarioHash = workloadHash(loaded.hash, seed, options.plan)
  const { fingerprint } = environment
  const history = await readScenarioHistory(options.history, loaded.scenario.name, {
    fingerprint,
    scenarioHash,
  })
  return { scenario, history, seed, scenarioHash }
}
