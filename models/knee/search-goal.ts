/**
 * What a load has to meet, and how much measuring it takes to say so: a Search Goal of MLRsearch
 * (draft-ietf-bmwg-mlrsearch-15), with a limit on failures beside the one on losses. A request is lost when it failed,
 * was dropped, or was answered later than the service level allows.
 */
export interface SearchGoal {
  /** Trials of at least this length are full-length; > 0. */
  readonly finalTrialMs: number
  /** Length of the first, short trials; in (0, `finalTrialMs`]. */
  readonly initialTrialMs: number
  /** Full-length trials of so much time together decide; at least `finalTrialMs`. */
  readonly durationSumMs: number
  /** Largest share of a trial's requests that may be lost, in [0, 1). A service level of a P99 is 0.01. */
  readonly lossRatio: number
  /** Largest share of a trial's requests that may fail or be dropped, in [0, 1]. */
  readonly failureRatio: number
  /** Share of the time of all trials at a load that may go to trials which miss this, in [0, 1). */
  readonly exceedRatio: number
  /** (upper − lower) / upper at which the bounds are close enough, in [0.002, 0.5]. */
  readonly relativeWidth: number
}

/** What a trial counts for when its load is judged. */
export interface JudgedTrial {
  /** As it was asked for, ms. */
  readonly durationMs: number
  /** Share of the requests that failed, were dropped, or were answered too late, in [0, 1]. */
  readonly lossRatio: number
  /** Share of the requests that failed or were dropped, in [0, 1]. */
  readonly failureRatio: number
}

export const SMALLEST_RELATIVE_WIDTH = 0.002
export const LARGEST_RELATIVE_WIDTH = 0.5

/** Whether a trial is what MLRsearch calls low-loss. */
export function meetsGoal(trial: Omit<JudgedTrial, 'durationMs'>, goal: SearchGoal): boolean {
  return trial.lossRatio <= goal.lossRatio && trial.failureRatio <= goal.failureRatio
}

/** @throws RangeError naming the first figure that is out of its range */
export function checkSearchGoal(goal: SearchGoal): void {
  const { finalTrialMs, initialTrialMs, durationSumMs, lossRatio, failureRatio, exceedRatio } = goal
  require(finalTrialMs > 0 &&
    finalTrialMs < Infinity, 'finalTrialMs must be above 0 and finite', finalTrialMs)
  require(initialTrialMs > 0 &&
    initialTrialMs <= finalTrialMs, 'initialTrialMs must be above 0 and at most finalTrialMs', initialTrialMs)
  require(durationSumMs >= finalTrialMs &&
    durationSumMs < Infinity, 'durationSumMs must be at least finalTrialMs and finite', durationSumMs)
  require(lossRatio >= 0 && lossRatio < 1, 'lossRatio must be in [0, 1)', lossRatio)
  require(failureRatio >= 0 && failureRatio <= 1, 'failureRatio must be in [0, 1]', failureRatio)
  require(exceedRatio >= 0 && exceedRatio < 1, 'exceedRatio must be in [0, 1)', exceedRatio)
  const { relativeWidth } = goal
  const range = `relativeWidth must be in [${SMALLEST_RELATIVE_WIDTH}, ${LARGEST_RELATIVE_WIDTH}]`
  require(relativeWidth >= SMALLEST_RELATIVE_WIDTH &&
    relativeWidth <= LARGEST_RELATIVE_WIDTH, range, relativeWidth)
}

function require(holds: boolean, rule: string, value: number): void {
  if (!holds) throw new RangeError(`${rule}, got ${value}`)
}
