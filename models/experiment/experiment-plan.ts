/** How an experiment spends its time. */
export interface ExperimentPlan {
  readonly name: 'full' | 'quick'
  /** Each sends the same traffic to every variant once. */
  readonly rounds: number
  /** Blocks that each variant is sent before the first round, which are not measured. */
  readonly warmUpBlocks: number
  /** The beginning of each block, in which its fresh pools fill and which is not measured. */
  readonly warmupMs: number
  readonly measuredMs: number
}

/** What the author of an experiment wants of its blocks; what is not given stays as planned. */
export interface WantedBlocks extends WantedTimes {
  /** The same of a quick experiment. */
  readonly quick?: WantedTimes | undefined
}

interface WantedTimes {
  readonly rounds?: number | undefined
  readonly warmupMs?: number | undefined
  readonly measuredMs?: number | undefined
}

interface Budget {
  /** For all blocks together. */
  readonly totalMs: number
  readonly warmupMs: number
  readonly leastMeasuredMs: number
  readonly mostRounds: number
  readonly warmUpBlocks: number
}

const BUDGETS: Readonly<Record<ExperimentPlan['name'], Budget>> = {
  quick: { totalMs: 46_000, warmupMs: 250, leastMeasuredMs: 1000, mostRounds: 10, warmUpBlocks: 1 },
  full: { totalMs: 290_000, warmupMs: 800, leastMeasuredMs: 2500, mostRounds: 20, warmUpBlocks: 2 },
}

/** Fewer give no interval worth the name: Student's t for four degrees of freedom is 2.8. */
export const LEAST_ROUNDS = 5

/** What a block takes beside its traffic: reading the target's figures, starting the threads, the last answers. */
const OVERHEAD_MS = 200

/** Share of a block that its warm-up takes at most, where the traffic is shorter than the block. */
const MOST_WARMUP_SHARE = 0.25

/**
 * So many rounds as fit into the time with blocks that are long enough, an even number where it can be, so that drift
 * favours no variant; then blocks as long as the time allows. The time grows where the least of both does not fit.
 *
 * @param options.variants how many there are, ≥ 2
 * @param options.durationMs of the shortest traffic, which no block exceeds
 * @param options.wanted by the experiment's author
 */
export function planExperiment(options: {
  readonly name: ExperimentPlan['name']
  readonly variants: number
  readonly durationMs: number
  readonly wanted: WantedBlocks
}): ExperimentPlan {
  const { name, variants, durationMs } = options
  const wanted = name === 'full' ? options.wanted : (options.wanted.quick ?? {})
  const budget = BUDGETS[name]
  const warmupMs = wanted.warmupMs ?? budget.warmupMs
  const leastMs = wanted.measuredMs ?? budget.leastMeasuredMs
  const measuredIn = (rounds: number) =>
    Math.floor(budget.totalMs / (variants * (rounds + budget.warmUpBlocks)) - warmupMs - OVERHEAD_MS)
  let rounds = wanted.rounds ?? budget.mostRounds
  if (wanted.rounds === undefined) {
    while (rounds > LEAST_ROUNDS && measuredIn(rounds) < leastMs) rounds -= 2
    rounds = Math.max(LEAST_ROUNDS, rounds)
  }
  const measuredMs = wanted.measuredMs ?? Math.max(leastMs, measuredIn(rounds))
  return { name, rounds, warmUpBlocks: budget.warmUpBlocks, ...within(durationMs, warmupMs, measuredMs) }
}

function within(
  durationMs: number,
  warmupMs: number,
  measuredMs: number,
): Pick<ExperimentPlan, 'warmupMs' | 'measuredMs'> {
  if (warmupMs + measuredMs <= durationMs) return { warmupMs, measuredMs }
  const shortened = Math.min(warmupMs, Math.floor(MOST_WARMUP_SHARE * durationMs))
  return { warmupMs: shortened, measuredMs: durationMs - shortened }
}

/** A block in which programs and threads get warm: nobody looks at its figures, so it is no longer than that takes. */
export function warmUpPlan(plan: ExperimentPlan): ExperimentPlan {
  return { ...plan, measuredMs: Math.min(plan.measuredMs, MOST_WARM_UP_MS[plan.name]) }
}

const MOST_WARM_UP_MS: Readonly<Record<ExperimentPlan['name'], number>> = { quick: 1500, full: 2500 }

/** How long all blocks take together, in ms. */
export function experimentMs(plan: ExperimentPlan, variants: number): number {
  const blockMs = ({ warmupMs, measuredMs }: ExperimentPlan): number => warmupMs + measuredMs + OVERHEAD_MS
  return variants * (plan.rounds * blockMs(plan) + plan.warmUpBlocks * blockMs(warmUpPlan(plan)))
}
