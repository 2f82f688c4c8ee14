import { isHardlyThePool } from './conclusion.ts'
import { type Modelled, modelDoubt } from './model-doubt.ts'
import type { Report } from './report.ts'

/** What a withdrawal follows from. */
export type Compared = Pick<Report, 'verdict' | 'conclusion' | 'beforeAfter' | 'recommendation'>

/** What the standing of a recommendation follows from. */
export type Judged = Compared & Modelled

/** Why a recommendation is not handed out, and what to do; clauses without a full stop. */
export interface Withheld {
  /** What speaks against it. */
  readonly why: string
  /** What to do. */
  readonly advice: string
}

/**
 * Whether the recommended settings were found to be worse on sockets: a longer P99, or more failed requests. A comparison
 * that is not complete, or whose requests went out late, withdraws nothing, and what is to stay as it is cannot be
 * withdrawn.
 */
export function isWithdrawn({ verdict, conclusion, beforeAfter, recommendation }: Compared): boolean {
  if (verdict.verdict === 'INCOMPLETE' || verdict.verdict === 'GENERATOR_BOUND') return false
  if (recommendation === null || recommendation.unchanged) return false
  const failures = beforeAfter.find(({ metric }) => metric === 'failureRate')
  return conclusion?.answer === 'worse' || failures?.answer?.answer === 'worse'
}

/**
 * Why a recommendation whose figures can be trusted is withheld all the same: it rests on a model that does not describe
 * the target, and the verification, which needs no model, does not show that the settings are good. `null` where it is
 * not withheld, and where the verdict or the withdrawal says already that it is not to be applied.
 */
export function whyWithheld(report: Judged): Withheld | null {
  const { verdict, recommendation } = report
  if (verdict.verdict !== 'VALID' || isWithdrawn(report)) return null
  if (recommendation === null || recommendation.unchanged || isShownOnSockets(report)) return null
  const doubt = modelDoubt(report)
  return doubt === null ? null : { why: `${doubt}, and ${whatSocketsShow(report)}`, advice: ADVICE }
}

/** Whether the recommendation may be applied: what was not verified, withheld, or withdrawn, may not. */
export function isTrusted(report: Judged): boolean {
  return report.verdict.verdict === 'VALID' && !isWithdrawn(report) && whyWithheld(report) === null
}

/** A P99 that is known to change by no more than this has stayed as it was: the precision that a run wants by itself. */
export const FINE_DIFFERENCE = 0.1

/** Whether the verification by itself speaks for the settings: a P99 that is better by them, or as good within 10 %. */
function isShownOnSockets({ conclusion }: Compared): boolean {
  if (conclusion === null) return false
  if (conclusion.answer === 'better') return !isHardlyThePool(conclusion)
  return conclusion.answer === 'no-difference' && conclusion.largestDifference <= FINE_DIFFERENCE
}

function whatSocketsShow({ conclusion }: Compared): string {
  if (conclusion === null) return 'the verification could not tell the P99s apart'
  if (conclusion.answer === 'better') return 'the P99 got better where the pools did nothing different'
  return 'the verification does not show that the P99 is better, or within 10 % the same'
}

const ADVICE =
  'run again on a machine that does nothing else, or for longer (without --quick, or with a smaller --precision); where the target answers within a few milliseconds, with one that takes longer'
