import { MOST_RECOVERY_TRIALS } from '../../models/knee/capacity-search-recovery.ts'
import { evidenceOf, type SearchEnd, type StagedTrial } from '../../models/knee/capacity-search-result.ts'
import { meetsGoal } from '../../models/knee/search-goal.ts'
import { type GeneratorHealth, worstHealth } from '../../models/measurement/generator-health.ts'
import type { RunVerdict } from '../../models/measurement/verdict.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { EXIT } from '../exit-codes.ts'
import { formatTime } from '../simulate/format-time.ts'
import { type KneeTrial, largestLatenessMs, ownFailures } from './knee-trial.ts'
import type { KneeResult } from './run-knee.ts'

/** How a search ended, the user's Ctrl-C included. */
export type KneeEnd = SearchEnd | 'interrupted'

export function kneeEnd({ search }: KneeResult): KneeEnd {
  return search.end ?? 'interrupted'
}

const exitCodes: Readonly<Record<KneeEnd, number>> = {
  found: EXIT.ok,
  'no-knee': EXIT.noKnee,
  'below-slo': EXIT.noKnee,
  'generator-bound': EXIT.runInvalid,
  'target-failing': EXIT.runInvalid,
  'out-of-trials': EXIT.runInvalid,
  interrupted: EXIT.interrupted,
}

export function kneeExitCode(result: KneeResult): number {
  return exitCodes[kneeEnd(result)]
}

/**
 * The worst of how the load threads kept up in the trials that met the goal, or in all that count where none did;
 * `null` when none counts. Beyond the capacity the threads have to open connections by the thousand, and may be late:
 * where such a trial counts, that is not why it missed the goal.
 */
export function generatorOf({ plan, search }: KneeResult): GeneratorHealth | null {
  const evidence = evidenceOf(search.trials)
  const met = evidence.filter((trial) => meetsGoal(trial, plan.search.goal))
  const known = (met.length > 0 ? met : evidence).flatMap(({ generator }) =>
    generator === null ? [] : [generator],
  )
  return known.length === 0 ? null : worstHealth(known)
}

/** Whether the figures of a search can be trusted, why, and what to change. */
export function kneeVerdict(result: KneeResult): RunVerdict {
  const { verdict, figure, advice } = verdicts[kneeEnd(result)]
  return { verdict, figure: figure(result), advice: typeof advice === 'function' ? advice(result) : advice }
}

interface EndVerdict extends Pick<RunVerdict, 'verdict'> {
  readonly figure: (result: KneeResult) => string
  readonly advice: RunVerdict['advice'] | ((result: KneeResult) => string)
}

const verdicts: Readonly<Record<KneeEnd, EndVerdict>> = {
  found: { verdict: 'VALID', figure: latenessText, advice: null },
  'no-knee': {
    verdict: 'VALID',
    figure: latenessText,
    advice: 'the knee is beyond the highest rate that was tried: raise --to',
  },
  'below-slo': {
    verdict: 'VALID',
    figure: slowText,
    advice: 'the target is too slow for this service level at the lowest rate already: lower --from',
  },
  'generator-bound': {
    verdict: 'GENERATOR_BOUND',
    figure: strainText,
    advice: strainAdvice,
  },
  'target-failing': {
    verdict: 'TARGET_ERRORS',
    figure: failureText,
    advice: "look at the target's log for what failed, or stay below with --to",
  },
  'out-of-trials': {
    verdict: 'UNSTABLE',
    figure: ({ search }) =>
      `after ${search.trials.length} trials the bounds are still not confirmed: the same load met the service level, and missed it`,
    advice: 'use longer trials (--trial), or a larger --width',
  },
  interrupted: {
    verdict: 'UNSTABLE',
    figure: ({ search }) =>
      `interrupted after ${search.trials.length} ${search.trials.length === 1 ? 'trial' : 'trials'}: what was not confirmed by then is not known`,
    advice: 'let it run to its end',
  },
}

function latenessText(result: KneeResult): string {
  const generator = generatorOf(result)
  if (generator === null) return 'no trial says anything of the target'
  const late = formatTime(generator.latenessP99Ms)
  return `where the service level was met, requests went out at most ${late} late (P99)`
}

function slowText(result: KneeResult): string {
  const generator = generatorOf(result)
  if (generator === null) return 'the target could not be reached in any trial'
  const late = formatTime(generator.latenessP99Ms)
  return `requests went out at most ${late} late (P99), which is not why they were answered late`
}

function lastStrained({ search }: KneeResult): StagedTrial<KneeTrial> | undefined {
  return search.trials.findLast(({ generatorBound }) => generatorBound)
}

function strainAdvice(result: KneeResult): string {
  const strained = lastStrained(result)
  return strained !== undefined && ownFailures(strained) > 0
    ? 'allow more open files (ulimit -n) and a wider range of local ports, or have the target keep connections open'
    : 'close what else runs here, use --driver wire, more load threads (--workers) where cores are free, or another machine'
}

function strainText(result: KneeResult): string {
  const { plan } = result
  const strained = lastStrained(result)
  if (strained === undefined) return 'the load threads could not keep up'
  const { generator, rate, errors } = strained
  const own = ownFailures(strained)
  if (own > 0) {
    const kinds = Object.keys(errors).filter((kind) => ownFailures({ errors: { [kind]: 1 } }) > 0)
    return `at ${groupDigits(rate)}/s ${groupDigits(own)} requests failed on this machine, not at the target: ${kinds.join(', ')}`
  }
  const late = formatTime(generator?.latenessP99Ms ?? Number.NaN)
  const busy =
    generator?.cpuShare == null ? '' : `, using ${Math.round(100 * generator.cpuShare)} % of their cores`
  const allowed = formatTime(largestLatenessMs(plan.slo))
  return `at ${groupDigits(rate)}/s the load threads sent requests up to ${late} late (P99; allowed ${allowed})${busy}`
}

function failureText({ search }: KneeResult): string {
  const { recovered, trials } = search
  const last = trials.at(-1)
  const why = last === undefined ? '' : whyFailed(last)
  if (recovered !== false) return `requests fail at the lowest rate already: ${why}`
  const before = trials.findLast(({ stage }) => stage !== 'recover')
  return `after the trial at ${groupDigits(before?.rate ?? Number.NaN)}/s the target did not get well at ${groupDigits(last?.rate ?? Number.NaN)}/s within ${MOST_RECOVERY_TRIALS} trials: ${why}`
}

function whyFailed({ unusable, failureRatio, lossRatio, errors }: StagedTrial<KneeTrial>): string {
  if (unusable !== null) return unusable
  const kinds = Object.entries(errors)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, KINDS_SHOWN)
    .map(([kind, count]) => `${groupDigits(count)} × ${kind}`)
  const shown = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`
  return `${percent(lossRatio)} were lost, ${percent(failureRatio)} failed${shown}`
}

const KINDS_SHOWN = 3

/** In as many digits as tell a share from the next that matters. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 2 : 0)} %`
}
