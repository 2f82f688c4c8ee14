import type { WantedTrial } from '../../models/knee/capacity-search.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { EXIT } from '../exit-codes.ts'
import { throwIfAborted } from '../interrupted.ts'
import { crossoverAfter } from '../knee/crossover-after-search.ts'
import type { CrossoverDocument } from '../knee/crossover-document.ts'
import { crossoverText } from '../knee/crossover-text.ts'
import { fitTrials } from '../knee/fit-trials.ts'
import { kneeDocument } from '../knee/knee-document.ts'
import type { KneePlan } from '../knee/knee-plan.ts'
import { kneePoints } from '../knee/knee-points.ts'
import { kneeVary } from '../knee/knee-vary.ts'
import { kneeText } from '../knee/knee-text.ts'
import { kneeExitCode } from '../knee/knee-verdict.ts'
import { type KneeFlags, readKneePlan } from '../knee/read-knee-plan.ts'
import { type KneeResult, runKnee } from '../knee/run-knee.ts'
import { trialLine } from '../knee/trial-table.ts'
import { benchUpdate } from '../live/bench-update.ts'
import { bracketText } from '../live/bracket-text.ts'
import type { LiveUpdate } from '../live/live-update.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { type VerbosityFlags, verbosityOf } from '../live/verbosity.ts'
import { obtainCertificate } from '../machine/obtain-certificate.ts'
import { createProgress } from '../progress.ts'
import { UsageError } from '../usage-error.ts'

export interface KneeCommandFlags extends KneeFlags, VerbosityFlags {
  /** A CSV file of measured points, or results of load tools, in place of a target. */
  readonly points?: string | readonly string[]
  /** How the curve of the points bends, and how sharply; with `points`. */
  readonly curve?: string
  readonly direction?: string
  readonly sensitivity?: string
  /** Where more of these stop helping, in place of the capacity. */
  readonly vary?: string
  /** Measure too where a client's pool begins to open connections, beside what the rule of thumb and the model say. */
  readonly crossover: boolean
  /** Find out first what load this machine can make, where that is not known. */
  readonly calibration: boolean
  readonly json: boolean
}

/**
 * Finds the capacity of a target, or fits points that were measured before, and prints what came of it.
 *
 * @param target its URL; left out with `--points`
 * @param signal aborted with `Interrupted` by Ctrl-C: the trials that were finished by then are printed
 * @returns the exit code: 0 when a knee was found, 93 when there is none in the range, 91 when the figures cannot be
 *   trusted, 105 when it was interrupted
 * @throws UsageError and HostNotAllowed for what cannot be done; UnusableRun when the target cannot be reached
 */
export async function kneeCommand(
  target: string | undefined,
  flags: KneeCommandFlags,
  signal: AbortSignal,
): Promise<number> {
  const { points, vary } = flags
  if (target !== undefined && points !== undefined) {
    throw new UsageError(`${target} and --points: a target is measured, or points are fitted, not both`)
  }
  if (vary !== undefined && points !== undefined)
    throw new UsageError('--vary measures a target: leave out --points')
  if (points !== undefined) return fitPoints(points, flags)
  if (target !== undefined && vary !== undefined) return varyTarget(target, { ...flags, vary }, signal)
  if (target !== undefined) return measure(target, flags, signal)
  throw new UsageError(
    'what is to be measured? a URL such as http://localhost:8080, or --points with a file of measured points',
  )
}

function varyTarget(
  target: string,
  flags: KneeCommandFlags & { readonly vary: string },
  signal: AbortSignal,
): Promise<number> {
  refusePointFlags(flags)
  return kneeVary(target, flags, signal)
}

function fitPoints(files: string | readonly string[], flags: KneeCommandFlags): Promise<number> {
  refuseLoadFlags(flags)
  const { curve, direction, sensitivity, seed, json } = flags
  return kneePoints(files, { curve, direction, sensitivity, seed, json })
}

async function measure(target: string, flags: KneeCommandFlags, signal: AbortSignal): Promise<number> {
  refusePointFlags(flags)
  const { plan, notes } = await readKneePlan(target, flags)
  throwIfAborted(signal)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: verbosityOf(flags) })
  for (const note of notes) progress.say(`note: ${note}`, 'warning')
  try {
    const certificate = flags.calibration
      ? await obtainCertificate({ driver: plan.bench.driver, signal, say: (line) => progress.say(line) })
      : null
    const result = await runKnee(plan, {
      signal,
      certificate,
      onProgress: (trial, moment, bounds) =>
        progress.show({ ...trialUpdate(trial, moment, plan), found: bracketText(bounds) }),
      onTrial: (trial) => progress.say(trialLine(trial, plan.search.goal), 'detail'),
    })
    const crossover = flags.crossover ? await crossoverAfter(result, flags, { signal, progress }) : null
    progress.end()
    print(result, crossover, flags.json)
    return signal.aborted ? EXIT.interrupted : kneeExitCode(result)
  } finally {
    progress.end()
  }
}

function refusePointFlags(flags: KneeCommandFlags): void {
  const name = POINT_FLAGS.find((each) => flags[each] !== undefined)
  if (name !== undefined) throw new UsageError(`--${name} goes with --points`)
}

function refuseLoadFlags(flags: KneeCommandFlags): void {
  const name = LOAD_FLAGS.find((each) => flags[each] !== undefined)
  const list = LOAD_LISTS.find((each) => flags[each].length > 0)
  const given = name ?? list ?? (flags.insecure ? 'insecure' : undefined)
  if (given === undefined) return
  const dashed = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new UsageError(`--${dashed} goes with a target: --points fits what was measured before`)
}

const POINT_FLAGS = ['curve', 'direction', 'sensitivity'] as const
const LOAD_FLAGS = [
  'sloP99',
  'sloFailures',
  'exceed',
  'width',
  'trial',
  'from',
  'to',
  'arrivals',
  'connections',
  'method',
  'body',
  'timeout',
  'driver',
  'workers',
  'client',
  'ca',
] as const
const LOAD_LISTS = ['header', 'set', 'allow'] as const

function trialUpdate(trial: WantedTrial | null, moment: BenchProgress, { bench }: KneePlan): LiveUpdate {
  const what =
    trial === null ? 'waking up' : `${trial.stage} ${groupDigits(trial.rate, trial.rate < 100 ? 1 : 0)}/s`
  return benchUpdate(moment, bench, what)
}

function print(result: KneeResult, crossover: CrossoverDocument | null, json: boolean): void {
  const fits = fitTrials(result.search.trials, result.plan)
  const document = kneeDocument(result, fits)
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...document, crossover })}\n`)
    return
  }
  process.stdout.write(kneeText(document, fits, createPaint(process.stdout)))
  if (crossover !== null) process.stdout.write(`\n${crossoverText(crossover)}`)
}
