import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runsTable } from '../../reports/terminal/runs-table.ts'
import { describeFailure, type Failure } from '../describe-failure.ts'
import { Interrupted } from '../interrupted.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { loadScenario } from '../load-scenario.ts'
import { createProgress } from '../progress.ts'
import { runScenario, type ScenarioRun } from '../run-scenario.ts'
import { type RunOutcome, runsDocument } from '../runs-document.ts'
import { readScenarioReference } from '../scenario-reference.ts'
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
  await loadAll(references)
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
  const rows = outcomes.map(({ scenario, run }) => ({ scenario, report: run?.finished.report ?? null }))
  return `\n${runsTable(rows, createPaint(process.stdout))}`
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
