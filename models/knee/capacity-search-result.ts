import { type RateBounds, type RatedTrial, relevantBounds } from './capacity-search-bounds.ts'
import { type SearchStage, searchStages, stageGoal } from './capacity-search-stage.ts'
import { conditionalThroughput } from './classify-load.ts'
import type { SearchGoal } from './search-goal.ts'

/** A trial as the search takes it; whoever measures may add to it. */
export interface SearchTrial extends RatedTrial {
  /** The load generator was late or had no time left: the trial says nothing of the target. */
  readonly generatorBound: boolean
}

/** `recover`: at a low rate after a trial that failed. It is no evidence of any load. */
export type TrialStage = SearchStage | 'recover'

export type StagedTrial<Trial extends SearchTrial> = Trial & { readonly stage: TrialStage }

/** How a search came to its end. */
export type SearchEnd =
  /** The bounds are confirmed, and as close as was asked for. */
  | 'found'
  /** The highest rate that may be tried meets the goal. */
  | 'no-knee'
  /** Answers are too late at the lowest rate already. */
  | 'below-slo'
  /**
   * The load generator was not fast enough to go on, or to show that the target is well again: the capacity is at least
   * what was found.
   */
  | 'generator-bound'
  /** Requests fail at the lowest rate already, or the target did not get well after a trial that failed. */
  | 'target-failing'
  /** The target answered one way and then another until the most trials were made. */
  | 'out-of-trials'

export interface Capacity {
  /**
   * Requests per second that may be offered: the lower bound. It is what a rate limit or a pool is sized for, and what
   * can be tried again; what came back of it is `conditionalThroughput`.
   */
  readonly rate: number
  /** Requests per second that met the service level there (`conditionalThroughput` in classify-load.ts). */
  readonly conditionalThroughput: number
  /** Whether only a lower bound is known, because there is no upper one or it is too far away. */
  readonly atLeast: boolean
}

export interface CapacitySearchResult<Trial extends SearchTrial> {
  /** `null` while the search goes on. */
  readonly end: SearchEnd | null
  /** `null` when no rate is known to meet the goal. */
  readonly capacity: Capacity | null
  readonly bounds: RateBounds
  /** By whose trials the bounds are known; 'confirm' means that they meet, and miss, the goal itself. */
  readonly stage: SearchStage
  /** Whether the target met the goal again at a low rate after each trial that failed; `null` where it was not asked. */
  readonly recovered: boolean | null
  /** In the order in which they were made. */
  readonly trials: ReadonlyArray<StagedTrial<Trial>>
}

/** What counts when loads are judged. */
export function evidenceOf<Trial extends SearchTrial>(
  trials: ReadonlyArray<StagedTrial<Trial>>,
): ReadonlyArray<StagedTrial<Trial>> {
  return trials.filter(({ stage, generatorBound }) => stage !== 'recover' && !generatorBound)
}

/** The bounds of the strictest stage that has both; of one that has a lower one, where none has. */
export function bestBounds(
  evidence: readonly RatedTrial[],
  goal: SearchGoal,
): { readonly stage: SearchStage; readonly bounds: RateBounds } {
  const known = searchStages.toReversed().map((stage) => ({
    stage,
    bounds: relevantBounds(evidence, stageGoal(stage, goal)),
  }))
  const isWhole = ({ bounds }: { readonly bounds: RateBounds }) =>
    bounds.lower !== null && bounds.upper !== null
  return (
    known.find(isWhole) ??
    known.find(({ bounds }) => bounds.lower !== null) ??
    known.find(({ bounds }) => bounds.upper !== null) ?? {
      stage: 'explore',
      bounds: { lower: null, upper: null },
    }
  )
}

/** @param atLeast whether the upper bound is unknown or too far away */
export function capacityAt(
  rate: number,
  evidence: readonly RatedTrial[],
  goal: SearchGoal,
  atLeast: boolean,
): Capacity {
  const there = evidence.filter((trial) => trial.rate === rate)
  return { rate, conditionalThroughput: conditionalThroughput(rate, there, goal), atLeast }
}
