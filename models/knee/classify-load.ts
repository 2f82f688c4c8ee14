import { type JudgedTrial, meetsGoal, type SearchGoal } from './search-goal.ts'

/** What is known of a load: it meets the goal, it misses it, or more trials are needed to say. */
export type LoadClass = 'lower' | 'upper' | 'undecided'

/** How long a load's trials were together, ms, by length and by whether they met the goal. */
interface DurationSums {
  readonly fullLow: number
  readonly fullHigh: number
  readonly shortLow: number
  readonly shortHigh: number
}

/**
 * Classifies a load by all trials at it, as MLRsearch does (draft-ietf-bmwg-mlrsearch-15, Load Classification Code).
 * Time in trials that miss the goal may be a share `exceedRatio` of the whole. The whole is at least `durationSumMs`:
 * what is missing of it is taken to miss the goal (pessimistic) or to meet it (optimistic), and where both agree, the
 * load is decided. Short trials that meet the goal never speak for a load; they only make up for short ones that miss
 * it, and what those exceed counts against the load.
 *
 * The table of the draft's appendix calls a load Lower Bound at the goal "20% exceed", points 5 and 6, where its own
 * code, and this function, say Upper Bound: 42.857 % and 27.273 % of the time exceed the 20 %.
 */
export function classifyLoad(trials: readonly JudgedTrial[], goal: SearchGoal): LoadClass {
  const { fullLow, fullHigh, shortLow, shortHigh } = sumDurations(trials, goal)
  const { exceedRatio, durationSumMs } = goal
  const balancing = (shortLow * exceedRatio) / (1 - exceedRatio)
  const high = fullHigh + Math.max(0, shortHigh - balancing)
  const whole = Math.max(fullLow + high, durationSumMs)
  const allowed = whole * exceedRatio
  const pessimisticIsLower = whole - fullLow <= allowed
  const optimisticIsLower = high <= allowed
  if (pessimisticIsLower !== optimisticIsLower) return 'undecided'
  return optimisticIsLower ? 'lower' : 'upper'
}

/**
 * Requests per second that came back as they should at a load that meets the goal: the load less the loss ratio that a
 * share 1 − `exceedRatio` of the time in full-length trials did not exceed (MLRsearch's Conditional Throughput, code
 * in the draft's appendix). 0 where the full-length trials are too few to know that quantile.
 *
 * @param rate the load, per second
 */
export function conditionalThroughput(
  rate: number,
  trials: readonly JudgedTrial[],
  goal: SearchGoal,
): number {
  const full = trials.filter(({ durationMs }) => durationMs >= goal.finalTrialMs)
  const measured = full.reduce((sum, { durationMs }) => sum + durationMs, 0)
  let remaining = Math.max(goal.durationSumMs, measured) * (1 - goal.exceedRatio)
  for (const { durationMs, lossRatio } of full.toSorted((a, b) => a.lossRatio - b.lossRatio)) {
    remaining -= durationMs
    if (remaining <= 0) return rate * (1 - lossRatio)
  }
  return 0
}

function sumDurations(trials: readonly JudgedTrial[], goal: SearchGoal): DurationSums {
  const sums = { fullLow: 0, fullHigh: 0, shortLow: 0, shortHigh: 0 }
  for (const trial of trials) {
    const isFull = trial.durationMs >= goal.finalTrialMs
    if (meetsGoal(trial, goal)) sums[isFull ? 'fullLow' : 'shortLow'] += trial.durationMs
    else sums[isFull ? 'fullHigh' : 'shortHigh'] += trial.durationMs
  }
  return sums
}
