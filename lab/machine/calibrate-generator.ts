import type { Driver } from '../../workers/connection.ts'

/** How a short stretch at one rate went, against a target that answers at once. */
export interface GeneratorTrial {
  readonly latenessP50Ms: number
  readonly latenessP99Ms: number
  /** Requests answered / requests due. */
  readonly achievedShare: number
}

/** Sends so many requests per second for 0.5 to 1 s. */
export type RunTrial = (ratePerSecond: number, driver: Driver) => Promise<GeneratorTrial>

/** The highest rate at which a driver kept its schedule; 0 if it did at none, with what came of the lowest. */
export interface DriverCapacity extends GeneratorTrial {
  readonly driver: Driver
  /** Requests per second. */
  readonly highestRate: number
}

export interface CalibrationPlan {
  readonly driver: Driver
  readonly trial: RunTrial
  /** Told of each trial before it starts. */
  readonly onTrial?: (ratePerSecond: number) => void
  readonly signal?: AbortSignal
  /** How often the distance between a rate that was kept and one that was not is halved; 5 unless told: to 2 %. */
  readonly bisections?: number
  /** The lowest that is tried, per second; 250 unless told. */
  readonly firstRate?: number
}

export const LARGEST_TRIAL_LATENESS_MS = 1
export const LEAST_TRIAL_SHARE = 0.998

const FIRST_RATE = 250
const HIGHEST_RATE = 512_000
const BISECTIONS = 5

/**
 * Finds the highest rate at which a driver keeps its schedule: 99 in 100 requests go out within 1 ms of when they are
 * due, and 99.8 % are answered. Doubles the rate until that fails, then halves the distance (in ratio). What else runs
 * on the machine can spoil a trial, so one that fails is repeated once.
 *
 * @throws the signal's reason when it is aborted
 */
export async function calibrateGenerator(plan: CalibrationPlan): Promise<DriverCapacity> {
  let best: DriverCapacity | null = null
  let tooHigh: number | null = null
  for (let rate = plan.firstRate ?? FIRST_RATE; rate <= HIGHEST_RATE; rate *= 2) {
    const outcome = await attempt(plan, rate)
    if (!keptSchedule(outcome)) {
      if (best === null) return { driver: plan.driver, ...outcome, highestRate: 0 }
      tooHigh = rate
      break
    }
    best = { driver: plan.driver, highestRate: rate, ...outcome }
  }
  if (best === null) throw new RangeError('no rate was tried')
  if (tooHigh === null) return best
  for (let i = 0; i < (plan.bisections ?? BISECTIONS); i++) {
    const rate: number = Math.round(Math.sqrt(best.highestRate * tooHigh))
    const outcome = await attempt(plan, rate)
    if (keptSchedule(outcome)) best = { driver: plan.driver, highestRate: rate, ...outcome }
    else tooHigh = rate
  }
  return best
}

async function attempt(plan: CalibrationPlan, rate: number): Promise<GeneratorTrial> {
  const first = await tryOnce(plan, rate)
  return keptSchedule(first) ? first : tryOnce(plan, rate)
}

async function tryOnce(
  { trial, driver, onTrial, signal }: CalibrationPlan,
  rate: number,
): Promise<GeneratorTrial> {
  signal?.throwIfAborted()
  onTrial?.(rate)
  const { latenessP50Ms, latenessP99Ms, achievedShare } = await trial(rate, driver)
  signal?.throwIfAborted()
  return { latenessP50Ms, latenessP99Ms, achievedShare }
}

function keptSchedule({ latenessP99Ms, achievedShare }: GeneratorTrial): boolean {
  return latenessP99Ms <= LARGEST_TRIAL_LATENESS_MS && achievedShare >= LEAST_TRIAL_SHARE
}
