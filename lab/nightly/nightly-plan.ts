/** How much of the schedule a night sends. */
export interface NightlyPlan {
  readonly name: 'full' | 'quick'
  /** Windows of the schedule: a multiple of its strata, and of seven, after which the order of turns is balanced. */
  readonly windows: number
  /** The beginning of each block, in which its fresh pool fills and which is not measured. */
  readonly warmupMs: number
  readonly measuredMs: number
}

export const FULL_NIGHT: NightlyPlan = { name: 'full', windows: 14, warmupMs: 800, measuredMs: 3200 }

export const QUICK_NIGHT: NightlyPlan = { name: 'quick', windows: 7, warmupMs: 500, measuredMs: 1500 }

/** Share of a block that the warm-up takes at most, where the whole schedule is shorter than a block. */
const MOST_WARMUP_SHARE = 0.25

/** The warm-up of a block of so many ms. */
export function warmupOf({ warmupMs, measuredMs }: NightlyPlan, blockMs: number): number {
  return blockMs < warmupMs + measuredMs ? Math.min(warmupMs, MOST_WARMUP_SHARE * blockMs) : warmupMs
}
