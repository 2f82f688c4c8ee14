import { finiteOrNull } from '../artifacts/finite-or-null.ts'
import { classifyLoad } from './classify-load.ts'
import type { JudgedTrial, SearchGoal } from './search-goal.ts'

/** Between which rates, in requests per second, the capacity lies; `null` where nothing is known. */
export interface RateBounds {
  /** Largest rate that meets the goal, of those below `upper`. */
  readonly lower: number | null
  /** Smallest rate that misses the goal. */
  readonly upper: number | null
}

/** A trial and the load it was made at. */
export interface RatedTrial extends JudgedTrial {
  /** Requests per second. */
  readonly rate: number
}

/**
 * The relevant bounds of MLRsearch: where a load misses the goal although a higher one meets it (loss inversion), the
 * higher one is not believed.
 */
export function relevantBounds(trials: readonly RatedTrial[], goal: SearchGoal): RateBounds {
  const classes = [...trialsByRate(trials)].map(
    ([rate, atRate]) => [rate, classifyLoad(atRate, goal)] as const,
  )
  const ratesOf = (wanted: string) => classes.filter(([, found]) => found === wanted).map(([rate]) => rate)
  const upper = Math.min(...ratesOf('upper'))
  const lower = Math.max(...ratesOf('lower').filter((rate) => rate < upper))
  return { lower: finiteOrNull(lower), upper: finiteOrNull(upper) }
}

/** Whether the bounds are as close as the goal wants them. */
export function isNarrow(lower: number, upper: number, goal: SearchGoal): boolean {
  return (upper - lower) / upper <= goal.relativeWidth
}

function trialsByRate(trials: readonly RatedTrial[]): ReadonlyMap<number, readonly RatedTrial[]> {
  const byRate = new Map<number, RatedTrial[]>()
  for (const trial of trials) {
    const atRate = byRate.get(trial.rate)
    if (atRate === undefined) byRate.set(trial.rate, [trial])
    else atRate.push(trial)
  }
  return byRate
}
