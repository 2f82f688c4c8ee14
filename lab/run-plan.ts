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
  }
  readonly simulate: {
    /** Windows in which candidates are simulated, from each seventh of the schedule. */
    readonly windowsPerStratum: number
    readonly windowMs: number
  }
  readonly verify: {
    readonly windowsPerStratum: number
    readonly warmupMs: number
    readonly measuredMs: number
  }
}

export const FULL_PLAN: RunPlan = {
  name: 'full',
  sweep: { stepMs: 3500, warmupMs: 800, growth: 1.8, bisections: 2 },
  simulate: { windowsPerStratum: 6, windowMs: 60_000 },
  verify: { windowsPerStratum: 2, warmupMs: 500, measuredMs: 3600 },
}

export const QUICK_PLAN: RunPlan = {
  name: 'quick',
  sweep: { stepMs: 1200, warmupMs: 300, growth: 2, bisections: 1 },
  simulate: { windowsPerStratum: 3, windowMs: 30_000 },
  verify: { windowsPerStratum: 1, warmupMs: 400, measuredMs: 1700 },
}

/** Parts that a schedule is cut into before windows are drawn: the days of a week. */
export const STRATA = 7
