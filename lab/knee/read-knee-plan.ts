import {
  LARGEST_RELATIVE_WIDTH,
  type SearchGoal,
  SMALLEST_RELATIVE_WIDTH,
} from '../../models/knee/search-goal.ts'
import type { Endpoint } from '../../workers/connection.ts'
import { readRate, readStretchMs } from '../bench/read-amounts.ts'
import { type BenchFlags, readBenchPlan } from '../bench/read-bench-plan.ts'
import { formatTime } from '../simulate/format-time.ts'
import { readShare, readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'
import { type KneePlan, type KneeSlo, P99_LOSS_RATIO } from './knee-plan.ts'

type SharedFlags = Pick<
  BenchFlags,
  | 'arrivals'
  | 'connections'
  | 'method'
  | 'header'
  | 'body'
  | 'timeout'
  | 'driver'
  | 'workers'
  | 'client'
  | 'set'
  | 'seed'
  | 'insecure'
  | 'ca'
  | 'allow'
>

/** What the command line says, as it was written. */
export interface KneeFlags extends SharedFlags {
  /** Lowest and highest rate to try: `20`, `2k`, `30/m`. */
  readonly from?: string
  readonly to?: string
  readonly sloP99?: string
  readonly sloFailures?: string
  /** Share of the time at a load that may go to trials which miss the service level. */
  readonly exceed?: string
  /** Relative distance of the two bounds at which the search ends. */
  readonly width?: string
  /** Length of a full-length trial. */
  readonly trial?: string
}

export interface ReadKneePlan {
  readonly plan: KneePlan
  /** What the client could not be told, one sentence each. */
  readonly notes: readonly string[]
}

const LOWEST_RATE = 20
const HIGHEST_RATE = 100_000
const SLO_P99_MS = 250
const SLO_FAILURES = 0.001
const EXCEED_RATIO = 0.5
const LARGEST_EXCEED_RATIO = 0.9
const RELATIVE_WIDTH = 0.05
const TRIAL_MS = 2000
const LONGEST_TRIAL_MS = 600_000
/** In a shorter trial a queue that grows without end has no time to show. */
const LEAST_TRIAL_OVER_P99 = 4
/** So that two of three trials decide where half of the time may miss. */
const SUM_OVER_TRIAL = 3
/** Of a full-length trial: a short one, and the warm-up of each. */
const SHORT_SHARE = 0.25

/**
 * What a search is to do.
 *
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 */
export async function readKneePlan(target: string, flags: KneeFlags): Promise<ReadKneePlan> {
  const slo = readSlo(flags)
  const goal = readGoal(flags, slo)
  const { lowestRate, highestRate } = readRange(flags)
  const warmupMs = SHORT_SHARE * goal.finalTrialMs
  const { plan: bench, notes } = await readBenchPlan(target, benchFlags(flags, lowestRate))
  const { load } = bench
  requirePatience(slo, bench.endpoint)
  if (load.kind !== 'open') throw new Error('a plan with a rate is of the open model')
  return {
    plan: {
      bench: { ...bench, load, durationMs: goal.finalTrialMs, warmupMs },
      slo,
      search: { goal, lowestRate, highestRate },
    },
    notes,
  }
}

/** Of the flags of a bench, those that a search has as well. */
function benchFlags(flags: KneeFlags, lowestRate: number): BenchFlags {
  const { header, set, insecure, allow } = flags
  const { arrivals, connections, method, body, timeout, driver, workers, client, seed, ca } = flags
  const given = { arrivals, connections, method, body, timeout, driver, workers, client, seed, ca }
  const present = Object.entries(given).filter(([, value]) => value !== undefined)
  return { header, set, insecure, allow, rate: String(lowestRate), ...Object.fromEntries(present) }
}

function readSlo({ sloP99, sloFailures }: KneeFlags): KneeSlo {
  const p99Ms = sloP99 === undefined ? SLO_P99_MS : readTimeMs('--slo-p99', sloP99)
  if (!(p99Ms > 0)) throw new UsageError(`--slo-p99: '${sloP99}' must be above 0, such as 250ms`)
  return {
    p99Ms,
    failureRatio: sloFailures === undefined ? SLO_FAILURES : readShare('--slo-failures', sloFailures),
  }
}

/** An answer that is given up before it is late would count as a failure. */
function requirePatience({ p99Ms }: KneeSlo, { requestTimeoutMs }: Endpoint): void {
  if (requestTimeoutMs > p99Ms) return
  throw new UsageError(
    `--slo-p99: ${formatTime(p99Ms)} is not within --timeout, ${formatTime(requestTimeoutMs)}, after which a request has failed: raise --timeout`,
  )
}

function readGoal(flags: KneeFlags, { p99Ms, failureRatio }: KneeSlo): SearchGoal {
  const finalTrialMs = readTrialMs(flags.trial, p99Ms)
  return {
    finalTrialMs,
    initialTrialMs: SHORT_SHARE * finalTrialMs,
    durationSumMs: SUM_OVER_TRIAL * finalTrialMs,
    lossRatio: P99_LOSS_RATIO,
    failureRatio,
    exceedRatio: readExceed(flags.exceed),
    relativeWidth: readWidth(flags.width),
  }
}

function readTrialMs(text: string | undefined, p99Ms: number): number {
  const leastMs = LEAST_TRIAL_OVER_P99 * p99Ms
  const trialMs = text === undefined ? Math.max(TRIAL_MS, leastMs) : readStretchMs('--trial', text)
  if (trialMs > LONGEST_TRIAL_MS) {
    throw new UsageError(
      text === undefined
        ? `--slo-p99: it may be ${LONGEST_TRIAL_MS / LEAST_TRIAL_OVER_P99 / 1000} s at most`
        : `--trial: '${text}' is longer than ${LONGEST_TRIAL_MS / 60_000} min`,
    )
  }
  if (trialMs >= leastMs && trialMs > 0) return trialMs
  throw new UsageError(
    `--trial: '${text}' is too short to see a queue grow: with --slo-p99 ${p99Ms}ms it must be ${leastMs}ms or longer`,
  )
}

function readExceed(text: string | undefined): number {
  const ratio = text === undefined ? EXCEED_RATIO : readShare('--exceed', text)
  if (ratio <= LARGEST_EXCEED_RATIO) return ratio
  throw new UsageError(`--exceed: '${text}' is more than ${100 * LARGEST_EXCEED_RATIO}%`)
}

function readWidth(text: string | undefined): number {
  const width = text === undefined ? RELATIVE_WIDTH : readShare('--width', text)
  if (width >= SMALLEST_RELATIVE_WIDTH && width <= LARGEST_RELATIVE_WIDTH) return width
  const [least, most] = [100 * SMALLEST_RELATIVE_WIDTH, 100 * LARGEST_RELATIVE_WIDTH]
  throw new UsageError(`--width: '${text}' is not from ${least}% to ${most}%`)
}

function readRange({ from, to }: KneeFlags): { lowestRate: number; highestRate: number } {
  const highestRate = to === undefined ? HIGHEST_RATE : readRate('--to', to)
  const lowestRate = from === undefined ? Math.min(LOWEST_RATE, highestRate) : readRate('--from', from)
  if (lowestRate <= highestRate) return { lowestRate, highestRate }
  throw new UsageError(`--from: ${lowestRate}/s is above the highest rate, ${highestRate}/s (--to)`)
}
