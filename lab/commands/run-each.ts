import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportDocument, type ReportDocument } from '../../reports/formats/report-document.ts'
import { runsTable } from '../../reports/terminal/runs-table.ts'
import { describeFailure, type Failure } from '../describe-failure.ts'
import { Interrupted } from '../interrupted.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { loadScenario } from '../load-scenario.ts'
import { createProgress } from '../progress.ts'
import { runScenario, type ScenarioRun } from '../run-scenario.ts'
import { readScenarioReference } from '../scenario-reference.ts'
import { worstExitCode } from '../worst-exit-code.ts'
import { printReport, warnOfUnwritten } from '../write-report.ts'
import { type RunCommandOptions, runExitCode } from './run-command.ts'

export const RUNS_SCHEMA_VERSION = 1

/** What `run --json` prints for a file that exports a list of scenarios. */
export interface RunsDocument {
  readonly schemaVersion: typeof RUNS_SCHEMA_VERSION
  /** The worst of all. */
  readonly exitCode: number
  /** One for each scenario, in the order of the list. */
  readonly runs: readonly RunDocument[]
}

interface RunDocument {
  readonly scenario: string
  /** The run's directory; `null` where it was not begun. */
  readonly directory: string | null
  /** What this run alone would have ended with. */
  readonly exitCode: number
  /** What ended it early, or `null`. */
  readonly error: string | null
  /** The same as in `report.json`; `null` where the run was not begun. */
  readonly report: ReportDocument | null
}

interface Outcome {
  readonly scenario: string
  readonly run: ScenarioRun | null
  readonly exitCode: number
  readonly error: string | null
}

/**
 * Runs scenarios one after another, each in a directory of its own, whatever becomes of those before, until Ctrl-C. Prints
 * each report when it is there and a table of all at the end, or one JSON document.
 *
 * @param references each as `file.ts#name`
 * @returns the worst exit code
 * @throws ScenarioError before anything is sent, when one of them cannot be loaded
 */
export async function runEach(references: readonly string[], options: RunCommandOptions): Promise<number> {
  await loadAll(references)
  const outcomes: Outcome[] = []
  for (const [i, reference] of references.entries()) {
    const scenario = readScenarioReference(reference).name ?? reference
    if (options.signal.aborted) {
      outcomes.push({ scenario, run: null, ...describeFailed(new Interrupted()) })
      continue
    }
    const place = `scenario ${i + 1} of ${references.length}`
    outcomes.push(await runListed(scenario, place, { ...options, scenarioFile: reference }))
  }
  const exitCode = worstExitCode(outcomes.map((outcome) => outcome.exitCode))
  process.stdout.write(
    options.json
      ? `${JSON.stringify(runsDocument(outcomes, exitCode), null, 2)}\n`
      : `\n${runsTable(
          outcomes.map(({ scenario, run }) => ({ scenario, report: run?.report ?? null })),
          createPaint(process.stdout),
        )}`,
  )
  return exitCode
}

/** The last one may name a file that is missing, which is to be told before minutes are spent on the first. */
async function loadAll(references: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-run-'))
  try {
    for (const [i, reference] of references.entries()) {
      await loadScenario(reference, join(folder, `scenario-${i}.mjs`))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runListed(scenario: string, place: string, options: RunCommandOptions): Promise<Outcome> {
  const { json, verbosity, only } = options
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity })
  progress.say(`${place}: ${scenario}`)
  let run: ScenarioRun | null = null
  try {
    run = await runScenario(options, progress)
    const { directory, finished, failure, unwritten } = run
    if (!json) printReport({ directory, run: finished, failure: unwritten }, 'text')
    else if (unwritten !== null) warnOfUnwritten(directory, unwritten)
    if (failure !== null) throw failure
    return { scenario, run, exitCode: runExitCode(run.report, only), error: null }
  } catch (error) {
    progress.end()
    const failed = describeFailed(error)
    process.stderr.write(`${failed.error}\n`)
    return { scenario, run, ...failed }
  } finally {
    progress.end()
  }
}

function describeFailed(error: unknown): { readonly exitCode: number; readonly error: string } {
  const { message, exitCode }: Failure = describeFailure(error)
  return { exitCode, error: message }
}

function runsDocument(outcomes: readonly Outcome[], exitCode: number): RunsDocument {
  return {
    schemaVersion: RUNS_SCHEMA_VERSION,
    exitCode,
    runs: outcomes.map((outcome) => ({
      scenario: outcome.scenario,
      directory: outcome.run?.directory.path ?? null,
      exitCode: outcome.exitCode,
      error: outcome.error,
      report: outcome.run === null ? null : reportDocument(outcome.run.finished),
    })),
  }
}
