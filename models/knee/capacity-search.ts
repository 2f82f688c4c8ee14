import { isNarrow, type RateBounds, relevantBounds } from './capacity-search-bounds.ts'
import { Recovery } from './capacity-search-recovery.ts'
import {
  bestBounds,
  capacityAt,
  type CapacitySearchResult,
  evidenceOf,
  type SearchEnd,
  type SearchTrial,
  type StagedTrial,
  type TrialStage,
} from './capacity-search-result.ts'
import {
  nextRate,
  type SearchRange,
  type SearchStage,
  searchStages,
  stageGoal,
} from './capacity-search-stage.ts'
import { checkSearchGoal, meetsGoal, type SearchGoal } from './search-goal.ts'

/** Trials of one search, those of recovery included. */
export const MOST_SEARCH_TRIALS = 150
/** Requests that a trial has at least: a low rate takes longer trials. */
const LEAST_TRIAL_REQUESTS = 20
/** A load at which the generator was not fast enough so often in a row is not tried again, nor is a higher one. */
const MOST_GENERATOR_BOUND = 2

export interface CapacitySearchOptions {
  readonly goal: SearchGoal
  /** Requests per second, > 0: where the search begins. */
  readonly lowestRate: number
  /** At least `lowestRate`: never exceeded. */
  readonly highestRate: number
}

/** A trial to be made. */
export interface WantedTrial {
  /** Requests per second. */
  readonly rate: number
  readonly durationMs: number
  readonly stage: TrialStage
}

/**
 * Finds the highest rate at which a target meets a goal, in the manner of MLRsearch (draft-ietf-bmwg-mlrsearch-15): a
 * load is judged by all trials at it, and the smallest load that misses the goal bounds the capacity from above. Rates
 * double from the lowest one in short trials until one fails, the gap is halved (in ratio), then full-length trials
 * close it, and at last both bounds are confirmed.
 *
 * A trial that failed may leave a target in trouble, which would spoil the next: the search goes on when a low rate
 * meets the goal again, and ends when it does not within `MOST_RECOVERY_TRIALS` trials. A load at which the generator
 * was not fast enough is repeated once; then nothing from it on is tried, and what was good below is confirmed.
 *
 * Ask `next` for a trial, make it, `add` what came of it, until `next` gives `null`.
 */
export class CapacitySearch<Trial extends SearchTrial> {
  readonly #options: CapacitySearchOptions
  readonly #trials: Array<StagedTrial<Trial>> = []
  #stage: SearchStage = 'explore'
  #hint: RateBounds = { lower: null, upper: null }
  #ceiling = Infinity
  #generatorBoundInARow = 0
  #recovery: Recovery | null = null
  #recovered: boolean | null = null
  #recoveryEnd: SearchEnd = 'target-failing'
  #wanted: WantedTrial | null = null
  #end: SearchEnd | null = null

  /** @throws RangeError when the goal or the range of rates is out of range */
  constructor(options: CapacitySearchOptions) {
    const { goal, lowestRate, highestRate } = options
    checkSearchGoal(goal)
    if (!(lowestRate > 0 && lowestRate <= highestRate && highestRate < Infinity)) {
      throw new RangeError(
        `rates must be finite and 0 < lowest <= highest, got ${lowestRate} and ${highestRate}`,
      )
    }
    this.#options = options
    this.#want()
  }

  /** The trial to make now, the same until it is added; `null` at the end. */
  next(): WantedTrial | null {
    return this.#wanted
  }

  /**
   * @param trial of the rate and duration that `next` asked for
   * @throws RangeError when it is of another, or has a ratio outside [0, 1]
   */
  add(trial: Trial): void {
    const wanted = this.#wanted
    if (wanted === null || trial.rate !== wanted.rate || trial.durationMs !== wanted.durationMs) {
      throw new RangeError(`no trial at ${trial.rate}/s for ${trial.durationMs} ms was asked for`)
    }
    requireRatio('lossRatio', trial.lossRatio)
    requireRatio('failureRatio', trial.failureRatio)
    this.#trials.push({ ...trial, stage: wanted.stage })
    if (this.#recovery === null) this.#judge(trial)
    else this.#recover(this.#recovery, trial)
    this.#want()
  }

  /** What is known by now. */
  result(): CapacitySearchResult<Trial> {
    const { goal } = this.#options
    const evidence = evidenceOf(this.#trials)
    const isConfirmed = this.#end !== null && !unfinishedEnds.has(this.#end) && this.#recovered !== false
    const { stage, bounds } = isConfirmed
      ? { stage: 'confirm' as const, bounds: relevantBounds(evidence, goal) }
      : bestBounds(evidence, goal)
    const atLeast = bounds.upper === null || (this.#end !== 'found' && this.#isWide(bounds))
    return {
      end: this.#end,
      capacity:
        bounds.lower === null ? null : capacityAt(bounds.lower, evidence, stageGoal(stage, goal), atLeast),
      bounds,
      stage,
      recovered: this.#recovered,
      trials: this.#trials,
    }
  }

  #judge(trial: Trial): void {
    if (!trial.generatorBound) this.#generatorBoundInARow = 0
    else if (++this.#generatorBoundInARow >= MOST_GENERATOR_BOUND) {
      this.#ceiling = Math.min(this.#ceiling, trial.rate)
      this.#generatorBoundInARow = 0
    }
    const { goal, lowestRate } = this.#options
    if (meetsGoal(trial, goal) || trial.rate <= lowestRate) return
    this.#recovery = new Recovery(this.#goodRates(trial.rate), lowestRate, goal)
  }

  #goodRates(below: number): readonly number[] {
    return evidenceOf(this.#trials)
      .filter((trial) => trial.rate < below && meetsGoal(trial, this.#options.goal))
      .map(({ rate }) => rate)
  }

  #recover(recovery: Recovery, trial: Trial): void {
    const isWell = recovery.add(trial)
    if (isWell === null) return
    this.#recovered = isWell
    this.#recovery = null
    if (recovery.generatorBound) this.#recoveryEnd = 'generator-bound'
  }

  #want(): void {
    this.#wanted = null
    if (this.#trials.length >= MOST_SEARCH_TRIALS) {
      this.#end = 'out-of-trials'
      return
    }
    if (this.#recovery !== null) {
      this.#wanted = this.#trialOf('recover', this.#recovery.rate, this.#recovery.durationMs)
      return
    }
    const rate = this.#advance()
    if (rate === null) this.#end = this.#howItEnded()
    else if (this.#recovered === false) this.#end = this.#recoveryEnd
    else this.#wanted = this.#trialOf(this.#stage, rate, this.#stageMs())
  }

  /** Goes through the stages until one needs a trial. */
  #advance(): number | null {
    for (;;) {
      const goal = stageGoal(this.#stage, this.#options.goal)
      const found = relevantBounds(evidenceOf(this.#trials), goal)
      const rate = nextRate(found, this.#hint, this.#range(), goal)
      const following = searchStages[searchStages.indexOf(this.#stage) + 1]
      if (rate !== null || following === undefined) return rate
      this.#hint = found
      this.#stage = following
    }
  }

  #range(): SearchRange {
    const { lowestRate, highestRate } = this.#options
    return { lowestRate, highestRate, ceiling: this.#ceiling }
  }

  #stageMs(): number {
    const { initialTrialMs, finalTrialMs } = this.#options.goal
    return this.#stage === 'explore' ? initialTrialMs : finalTrialMs
  }

  #trialOf(stage: TrialStage, rate: number, leastMs: number): WantedTrial {
    return { stage, rate, durationMs: Math.max(leastMs, Math.ceil((1000 * LEAST_TRIAL_REQUESTS) / rate)) }
  }

  #howItEnded(): SearchEnd {
    const { goal, lowestRate, highestRate } = this.#options
    const bounds = relevantBounds(evidenceOf(this.#trials), goal)
    if (bounds.lower !== null && bounds.lower >= highestRate) return 'no-knee'
    const isBound = this.#ceiling < Infinity && this.#isWide(bounds)
    if (bounds.lower !== null || bounds.upper !== lowestRate) return isBound ? 'generator-bound' : 'found'
    return this.#failsAt(lowestRate) ? 'target-failing' : 'below-slo'
  }

  #isWide({ lower, upper }: RateBounds): boolean {
    return lower === null || upper === null || !isNarrow(lower, upper, this.#options.goal)
  }

  /** Whether it is failures, and not late answers alone, that most of the bad trials have too many of. */
  #failsAt(rate: number): boolean {
    const { goal } = this.#options
    const bad = evidenceOf(this.#trials).filter((trial) => trial.rate === rate && !meetsGoal(trial, goal))
    return 2 * bad.filter(({ failureRatio }) => failureRatio > goal.failureRatio).length > bad.length
  }
}

/** Where the bounds may not have been confirmed. */
const unfinishedEnds: ReadonlySet<SearchEnd> = new Set(['target-failing', 'out-of-trials'])

function requireRatio(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be in [0, 1], got ${value}`)
}
