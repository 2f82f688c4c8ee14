/** How sure a tuner must be, and how long it remembers. */
export interface TuningCaution {
  /** After which what was seen counts half. */
  readonly halfLifeMs: number
  /** How many dials more than the widest settings a pair may cost, as a share of theirs. */
  readonly tolerance: number
  /** As much again must be missed before a setting is raised. */
  readonly hysteresis: number
  /** Dials a second that are not worth a thought: pairs may cost so many more, where that is more than `tolerance`. */
  readonly negligibleDialsPerSecond: number
  /** Dials that must have been missed before a setting is raised: below, it may be chance. */
  readonly leastDials: number
  /** Share of the idle time that a lower setting must save. */
  readonly leastSaving: number
  /** Time after any change before a setting is lowered. */
  readonly dwellMs: number
  /** For how long each epoch must have wanted a lower setting before the first step is made. */
  readonly patienceMs: number
  /** That grows twofold whenever a lowered setting had to be raised again, up to this. */
  readonly mostPatienceMs: number
}

export const DEFAULT_CAUTION: TuningCaution = {
  halfLifeMs: 24 * 3_600_000,
  tolerance: 0.02,
  hysteresis: 0.01,
  negligibleDialsPerSecond: 1e-4,
  leastDials: 5,
  leastSaving: 0.2,
  dwellMs: 60_000,
  patienceMs: 60_000,
  mostPatienceMs: 24 * 3_600_000,
}
