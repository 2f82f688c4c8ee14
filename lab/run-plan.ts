/** How much time a run gives to each stage. */
export interface RunPlan {
  readonly name: 'full' | 'quick'
  readonly sweep: {
    /** Each rate: so long, of which the beginning is not measured. */
    readonly stepMs: number
    readonly warmupMs: number
    /** From one rate to the next. */
    readonly growth: number
    /** Steps between the last good rate and the first bad one. */
    readonly bisections: number
    /** Stretches in which no connection is kept, of which the fastest counts. */
    readonly attemptsWithoutReuse: number
  }
  /** At the knee, once more, with a profiler on in the target. */
  readonly profile: {
    readonly warmupMs: number
    readonly measuredMs: number
  }
  readonly simulate: {
    /** Windows in which candidates are simulated, from each seventh of the schedule. */
    readonly windowsPerStratum: number
    readonly windowMs: number
  }
  readonly verify: {
    /** Windows of the first stage, from each seventh of the schedule. */
    readonly windowsPerStratum: number
    readonly warmupMs: number
    readonly measuredMs: number
    /** How well the ratio of the P99s is to be known: 0.1 for ratio / 1.1 to ratio × 1.1; `null`: one stage only. */
    readonly precision: number | null
    /** Windows of both stages, from each seventh, at most. */
    readonly mostWindowsPerStratum: number
    /** Time for both stages, at most; `null` for no limit. */
    readonly mostMs: number | null
  }
}

export const FULL_PLAN: RunPlan = {
  name: 'full',
  sweep: { stepMs: 3500, warmupMs: 800, growth: 1.8, bisections: 2, attemptsWithoutReuse: 4 },
  profile: { warmupMs: 1000, measuredMs: 9000 },
  simulate: { windowsPerStratum: 6, windowMs: 60_000 },
  verify: {
    windowsPerStratum: 2,
    warmupMs: 500,
    measuredMs: 3600,
    precision: 0.1,
    mostWindowsPerStratum: 4,
    mostMs: null,
  },
}

export const QUICK_PLAN: RunPlan = {
  name: 'quick',
  sweep: { stepMs: 1200, warmupMs: 300, growth: 2, bisections: 1, attemptsWithoutReuse: 2 },
  profile: { warmupMs: 500, measuredMs: 1500 },
  simulate: { windowsPerStratum: 3, windowMs: 20_000 },
  verify: {
    windowsPerStratum: 1,
    warmupMs: 300,
    measuredMs: 1100,
    precision: null,
    mostWindowsPerStratum: 1,
    mostMs: null,
  },
}

/** Parts that a schedule is cut into before windows are drawn: the days of a week. */
export const STRATA = 7

export function planNamed(name: RunPlan['name']): RunPlan {
  return name === 'quick' ? QUICK_PLAN : FULL_PLAN
}

/** What a user may ask of the verification; what is not given stays as the plan has it. */
export interface WantedVerification {
  /** In (0, 1]; see `RunPlan`. */
  readonly precision?: number
  /** Time for all of it, in ms. */
  readonly verifyMs?: number
}

/** From each seventh of the schedule, for a precision that a user wants, where no time is given. */
const MOST_WINDOWS_WITHOUT_TIME = 4

/** However much time there is. */
const MOST_WINDOWS_PER_STRATUM = 40

/**
 * The plan with another precision, another time, or both for its verification. A time bounds both stages: it shortens
 * the first one where it has to, to one window from each seventh of the schedule at least, and takes the place of the
 * plan's own limit on windows.
 *
 * @throws RangeError when `precision` is outside (0, 1], or `verifyMs` too short for seven windows
 */
export function withPrecision(plan: RunPlan, { precision, verifyMs }: WantedVerification): RunPlan {
  if (precision !== undefined && !(precision > 0 && precision <= 1)) {
    throw new RangeError(`precision must be above 0 and at most 100 %, got ${100 * precision} %`)
  }
  const { verify } = plan
  const wanted = precision ?? verify.precision
  if (verifyMs === undefined) {
    const least = precision === undefined ? 0 : MOST_WINDOWS_WITHOUT_TIME
    const mostWindowsPerStratum = Math.max(verify.mostWindowsPerStratum, least)
    return { ...plan, verify: { ...verify, precision: wanted, mostWindowsPerStratum } }
  }
  const roundMs = STRATA * 2 * (verify.warmupMs + verify.measuredMs)
  if (!(verifyMs >= roundMs)) {
    throw new RangeError(
      `the verification takes at least ${Math.ceil(roundMs / 1000)} s: ${STRATA} windows, sent with both settings`,
    )
  }
  const affordable = Math.min(MOST_WINDOWS_PER_STRATUM, Math.floor(verifyMs / roundMs))
  const windowsPerStratum = Math.min(verify.windowsPerStratum, affordable)
  return {
    ...plan,
    verify: {
      ...verify,
      windowsPerStratum,
      precision: wanted,
      mostWindowsPerStratum: wanted === null ? windowsPerStratum : affordable,
      mostMs: verifyMs,
    },
  }
}
