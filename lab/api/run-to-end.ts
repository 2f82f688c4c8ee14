import { join, resolve } from 'node:path'
import type { Report } from '../../models/report/report.ts'
import type { ScenarioInput } from '../../models/scenario/schema.ts'
import { RUNS } from '../command-line/flag-texts.ts'
import { describeFailure } from '../describe-failure.ts'
import { EXIT } from '../exit-codes.ts'
import { Interrupted } from '../interrupted.ts'
import { requireFeasible } from '../read-verification.ts'
import type { WantedVerification } from '../run-plan.ts'
import { runScenario, type RunOptions as ScenarioRunOptions, type ScenarioRun } from '../run-scenario.ts'
import { stageNames } from '../stages/stage.ts'
import { EndedByThreshold } from '../thresholds/ended-by-threshold.ts'
import { UsageError } from '../usage-error.ts'
import { asOptionNames } from './as-option-names.ts'
import { interruptible } from './interruptible.ts'
import { createLineProgress } from './line-progress.ts'
import { patchOf, recommendationOf } from './recommendation-of.ts'
import { requireFlagOrText, requireOneOf, requireWhole } from './require-option.ts'
import { type OptionKinds, requireOptions } from './require-options.ts'
import type { RunOptions, RunResult } from './run.ts'
import { RunInterrupted } from './run-interrupted.ts'
import { scenarioGiven } from './scenario-given.ts'
import { writePlainScenario } from './write-plain-scenario.ts'

const KINDS: OptionKinds<RunOptions> = {
  quick: 'flag',
  only: 'texts',
  resume: 'text',
  seed: 'number',
  target: 'text',
  pid: 'number',
  prometheus: 'text',
  insecure: 'flag',
  allow: 'texts',
  runs: 'text',
  precision: 'number',
  verifyTimeMs: 'number',
  calibrate: 'flag',
  profile: 'any',
  signal: 'signal',
  onProgress: 'function',
}
const LARGEST_PID = 4_194_304
/** Beside the runs, whose names begin with digits. */
const SCENARIOS = '.scenarios'

/** @throws whatever `run` throws, before it is put into words for callers */
export async function runToEnd(
  scenario: string | ScenarioInput | null,
  options: RunOptions,
): Promise<RunResult> {
  const settled = readRunOptions(options)
  const progress = createLineProgress(options.onProgress)
  const done = await interruptible(options.signal, async (signal) => {
    const scenarioFile = await fileOf(scenario, settled)
    return runScenario({ ...settled, scenarioFile, signal }, progress)
  })
  throwFailure(done, options)
  const { directory, report } = done
  return {
    directory: resolve(directory.path),
    report,
    verdict: report.verdict.verdict,
    recommendation: await recommendationOf(directory, report, null),
    thresholdsMet: thresholdsMet(report),
    warnings: [...progress.warnings, ...unwrittenWarning(done)],
    patch: (client) => patchFor(report, client),
  }
}

/** @throws UsageError in the words of callers */
function patchFor(report: Report, client: string | undefined): ReturnType<RunResult['patch']> {
  try {
    return patchOf(report, client)
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(asOptionNames(error.message), { cause: error })
    throw error
  }
}

async function fileOf(
  scenario: string | ScenarioInput | null,
  { root, resume }: Pick<ScenarioRunOptions, 'root' | 'resume'>,
): Promise<string | null> {
  if (scenario === null) {
    if (resume !== null) return null
    throw new UsageError('null stands for the scenario of a run: name the run with resume')
  }
  const given = scenarioGiven(scenario)
  return typeof given === 'string' ? given : writePlainScenario(given, join(root, SCENARIOS))
}

/** @throws UsageError naming the option that cannot be followed, and what it accepts */
function readRunOptions(options: RunOptions): Omit<ScenarioRunOptions, 'scenarioFile' | 'signal'> {
  requireOptions(options, KINDS)
  const { quick = false, only, resume, seed, pid, runs = RUNS, calibrate = true } = options
  if (only?.length === 0) throw new UsageError(`only: names no stage; there are ${stageNames.join(', ')}`)
  for (const stage of only ?? []) requireOneOf('only', stage, stageNames)
  requireWhole('seed', seed, -(2 ** 31), 2 ** 31 - 1)
  requireWhole('pid', pid, 1, LARGEST_PID)
  requireFlagOrText('profile', options.profile)
  requireUrl('target', options.target)
  requireUrl('prometheus', options.prometheus)
  return {
    quick,
    verification: readVerification(options),
    only: only === undefined ? null : stageNames.filter((name) => only.includes(name)),
    resume: resume ?? null,
    seed: seed ?? null,
    calibration: calibrate,
    profile: options.profile,
    target: {
      url: options.target,
      pid,
      prometheus: options.prometheus,
      insecure: options.insecure,
      allow: options.allow ?? [],
    },
    root: runs,
  }
}

function requireUrl(option: string, text: string | undefined): void {
  if (text === undefined || /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) return
  throw new UsageError(`${option}: '${text}' is no http or https URL, such as http://127.0.0.1:8080`)
}

function readVerification({ quick = false, precision, verifyTimeMs }: RunOptions): WantedVerification {
  const wanted: WantedVerification = {
    ...(precision === undefined ? {} : { precision }),
    ...(verifyTimeMs === undefined ? {} : { verifyMs: verifyTimeMs }),
  }
  return requireFeasible(wanted, quick)
}

/** A threshold that ends a run is told by the report. */
function throwFailure({ directory, failure }: ScenarioRun, { signal }: RunOptions): void {
  if (failure === null || failure instanceof EndedByThreshold) return
  if (failure instanceof Interrupted) throw new RunInterrupted(resolve(directory.path), signal?.reason)
  throw failure
}

/** Figures that cannot be trusted meet no threshold, and miss none; one that ended the run was missed for good. */
function thresholdsMet({ verdict, thresholds }: Report): boolean | null {
  if (thresholds.some(({ aborted }) => aborted)) return false
  return verdict.verdict === 'VALID' ? thresholds.every(({ passed }) => passed) : null
}

/** @throws what kept the report from being written, where that is a mistake of this program */
function unwrittenWarning({ directory, unwritten }: ScenarioRun): string[] {
  if (unwritten === null) return []
  const isOfSystem =
    unwritten instanceof Error &&
    ('syscall' in unwritten || describeFailure(unwritten).exitCode !== EXIT.internalError)
  if (!isOfSystem) throw unwritten
  return [`The report is not in ${directory.path}: ${unwritten.message}`]
}
