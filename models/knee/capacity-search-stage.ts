import { isNarrow, type RateBounds } from './capacity-search-bounds.ts'
import { LARGEST_RELATIVE_WIDTH, type SearchGoal } from './search-goal.ts'

/**
 * Short trials far apart; one full-length trial for each load that matters; then as many of them at both bounds as the
 * goal asks for.
 */
export const searchStages = ['explore', 'refine', 'confirm'] as const

export type SearchStage = (typeof searchStages)[number]

/** Where a search may go. */
export interface SearchRange {
  /** Requests per second. */
  readonly lowestRate: number
  readonly highestRate: number
  /** From this rate on the load generator was not fast enough; Infinity where it always was. */
  readonly ceiling: number
}

/** How many times as wide as at the end the bounds may be after the first stage. */
const EXPLORE_WIDTHS = 4
const DOUBLE = 2
const SIGNIFICANT_DIGITS = 4

/** What a stage looks for: the goal itself at last, and less of it before. */
export function stageGoal(stage: SearchStage, goal: SearchGoal): SearchGoal {
  if (stage === 'confirm') return goal
  if (stage === 'refine') return { ...goal, durationSumMs: goal.finalTrialMs }
  return {
    ...goal,
    finalTrialMs: goal.initialTrialMs,
    durationSumMs: goal.initialTrialMs,
    relativeWidth: Math.min(LARGEST_RELATIVE_WIDTH, EXPLORE_WIDTHS * goal.relativeWidth),
  }
}

/**
 * The rate at which a stage needs a trial. Without bounds of its own it begins with the lower bound of the stage before,
 * then the upper one; where those do not hold, it goes on from there in strides that double; between two bounds it takes
 * their geometric mean.
 *
 * @param found the bounds by the stage's own goal
 * @param hint the bounds that the stage before it ended with
 * @returns `null` when the stage has found what it can
 */
export function nextRate(
  found: RateBounds,
  hint: RateBounds,
  range: SearchRange,
  goal: SearchGoal,
): number | null {
  const rate = candidate(found, hint, range, goal)
  return rate === null || rate >= range.ceiling ? null : rate
}

function candidate(found: RateBounds, hint: RateBounds, range: SearchRange, goal: SearchGoal): number | null {
  const { lower, upper } = found
  if (lower !== null && upper !== null && isNarrow(lower, upper, goal)) return null
  const hinted = [hint.lower, hint.upper].find((rate) => isOpen(rate, found) && (rate ?? 0) < range.ceiling)
  if (hinted != null) return hinted
  if (lower === null && upper === null) return Math.max(range.lowestRate, underCeiling(hint, range) ?? 0)
  if (upper === null) return higherThan(lower as number, hint, range, goal)
  if (lower === null) return lowerThan(upper, hint, range, goal)
  const middle = roundRate(Math.sqrt(lower * upper))
  return isOpen(middle, found) ? middle : null
}

/** Whether it is between the bounds, of which neither may be known. */
function isOpen(rate: number | null, { lower, upper }: RateBounds): boolean {
  return rate !== null && rate > (lower ?? 0) && rate < (upper ?? Infinity)
}

/** Where to go when the generator was fast enough for a short trial, but not for a longer one. */
function underCeiling(hint: RateBounds, { ceiling }: SearchRange): number | null {
  return hint.lower !== null && hint.lower >= ceiling ? roundRate(ceiling / DOUBLE) : null
}

/** Beyond what the generator can do there is nothing to find. */
function higherThan(lower: number, hint: RateBounds, range: SearchRange, goal: SearchGoal): number | null {
  const { highestRate, ceiling } = range
  if (lower >= highestRate) return null
  if (ceiling < Infinity) {
    const rate = underCeiling(hint, range)
    return rate !== null && rate > lower ? rate : null
  }
  const stride = hint.lower === null ? DOUBLE : strideFrom(lower / hint.lower, goal)
  return Math.min(highestRate, roundRate(lower * stride))
}

function lowerThan(upper: number, hint: RateBounds, range: SearchRange, goal: SearchGoal): number | null {
  const { lowestRate } = range
  if (upper <= lowestRate) return null
  const stride = hint.upper === null ? DOUBLE : strideFrom(hint.upper / upper, goal)
  return Math.max(lowestRate, roundRate(upper / stride))
}

/** As far again as it has come already, so that strides double: two widths at least, an octave at most. */
function strideFrom(come: number, { relativeWidth }: SearchGoal): number {
  return Math.min(DOUBLE, Math.max(come, 1 + 2 * relativeWidth))
}

/** So that rates are the same in texts and in memory. */
function roundRate(rate: number): number {
  return Number(rate.toPrecision(SIGNIFICANT_DIGITS))
}
