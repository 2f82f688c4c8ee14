import type { SearchTrial } from './capacity-search-result.ts'
import { meetsGoal, type SearchGoal } from './search-goal.ts'

/** Low-rate trials after one that failed, until the target is found well again. */
export const MOST_RECOVERY_TRIALS = 5

/** Well below what was good before the failure: a target that has melted down may not get well at that. */
const SHARE_OF_HIGHEST = 0.1
/** Where no rate was good before. */
const SHARE_OF_LOWEST = 0.5

/** Waits for a target that was overloaded to meet the goal at a low rate, in trials that double in length. */
export class Recovery {
  /** Requests per second. */
  readonly rate: number
  readonly #goal: SearchGoal
  #attempts = 0
  #generatorBound = 0

  /**
   * @param goodRates below the failing one, at which a trial met the goal: one of them is taken, a tenth of the highest
   *   where there is one as low
   * @param lowestRate of the search
   */
  constructor(goodRates: readonly number[], lowestRate: number, goal: SearchGoal) {
    const highest = Math.max(...goodRates)
    const low = goodRates.filter((rate) => rate <= SHARE_OF_HIGHEST * highest)
    const rate = low.length > 0 ? Math.max(...low) : Math.min(...goodRates)
    this.rate = Number.isFinite(rate) ? rate : SHARE_OF_LOWEST * lowestRate
    this.#goal = goal
  }

  get durationMs(): number {
    return this.#goal.initialTrialMs * 2 ** this.#attempts
  }

  /** Whether none of the trials that missed the goal says anything of the target. */
  get generatorBound(): boolean {
    return this.#attempts > 0 && this.#generatorBound === this.#attempts
  }

  /** @returns whether the target is well; `null` when it is not yet, and another trial may tell */
  add(trial: SearchTrial): boolean | null {
    if (meetsGoal(trial, this.#goal)) return true
    this.#attempts++
    if (trial.generatorBound) this.#generatorBound++
    return this.#attempts < MOST_RECOVERY_TRIALS ? null : false
  }
}
