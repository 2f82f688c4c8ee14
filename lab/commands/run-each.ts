import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runsTable } from '../../reports/terminal/runs-table.ts'
import { describeFailure, type Failure } from '../describe-failure.ts'
import { Interrupted } from '../interrupted.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { loadScenario } from '../load-scenario.ts'
import { OtherKind } from '../other-kind.ts'
import { createProgress } from '../progress.ts'
import { runScenario, type ScenarioRun } from '../run-scenario.ts'
import { type RunOutcome, runsDocument } from '../runs-document.ts'
import { readScenarioReference } from '../scenario-reference.ts'
import { UsageError } from '../usage-error.ts'
import { worstExitCode } from '../worst-exit-code.ts'
import { printReport, warnOfUnwritten } from '../write-report.ts'
import { type RunCommandOptions, runExitCode } from './run-command.ts'

/**
 * Runs scenarios one after another, each in a directory of its own, whatever becomes of those before, until Ctrl-C. Prints
 * each report when it is there and a table of all at the end, or one JSON document.
 *
 * @param references each as `file.ts#name`
 * @returns the worst exit code
 * @throws ScenarioError before anything is sent, when one of them cannot be loaded
 */
export async function runEach(references: readonly string[], options: RunCommandOptions): Promise<number> {
  await loadAll(references, options.json)
  const outcomes: RunOutcome[] = []
  for (const [i, reference] of references.entries()) {
    const scenario = readScenarioReference(reference).name ?? reference
    if (options.signal.aborted) {
      outcomes.push({ scenario, run: null, ...describeFailed(new Interrupted()) })
      continue
    }
    const place = `scenario ${i + 1} of ${references.length}`
    outcomes.push(await runListed(scenario, place, { ...options, scenarioFile: reference }))
  }
  process.stdout.write(
    options.json ? `${JSON.stringify(runsDocument(outcomes), null, 2)}\n` : tableOf(outcomes),
  )
  return worstExitCode(outcomes.map(({ exitCode }) => exitCode))
}

function tableOf(outcomes: readonly RunOutcome[]): string {
  const rows = outcomes
    .filter(({ run, error }) => run !== null || error !== null)
    .map(({ scenario, run }) => ({ scenario, report: run?.finished.report ?? null }))
  if (rows.length === 0) return ''
  return `\n${runsTable(rows, createPaint(process.stdout))}`
}

/** The last one may name a file that is missing, which is to be told before minutes are spent on the first. */
async function loadAll(references: readonly string[], json: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-run-'))
  try {
    for (const [i, reference] of references.entries()) {
      await loadScenario(reference, join(folder, `scenario-${i}.mjs`)).catch((error: unknown) => {
        if (!(error instanceof OtherKind)) throw error
        if (json) throw new UsageError(`${reference} is ${error.kind.title}: with --json, run it by itself`)
      })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runListed(scenario: string, place: string, options: RunCommandOptions): Promise<RunOutcome> {
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
    if (error instanceof OtherKind && error.kind.run !== null) {
      return runOfOtherKind(scenario, error.kind.run(error.reference, options))
    }
    return failedOutcome(scenario, run, error)
  } finally {
    progress.end()
  }
}

async function runOfOtherKind(scenario: string, running: Promise<number>): Promise<RunOutcome> {
  try {
    return { scenario, run: null, exitCode: await running, error: null }
  } catch (error) {
    return failedOutcome(scenario, null, error)
  }
}

function failedOutcome(scenario: string, run: ScenarioRun | null, error: unknown): RunOutcome {
  const failed = describeFailed(error)
  process.stderr.write(`${failed.error}\n`)
  return { scenario, run, ...failed }
}

function describeFailed(error: unknown): { readonly exitCode: number; readonly error: string } {
  const { message, exitCode }: Failure = describeFailure(error)
  return { exitCode, error: message }
}
