import type { SearchTrial } from '../../models/knee/capacity-search-result.ts'
import type { WantedTrial } from '../../models/knee/capacity-search.ts'
import { meetsGoal, type SearchGoal } from '../../models/knee/search-goal.ts'
import { type GeneratorHealth, LARGEST_LATENESS_MS } from '../../models/measurement/generator-health.ts'
import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { failureRate, type Measurement, throughput } from '../../models/measurement/measurement.ts'
import { BUSY_CPU_SHARE, type RunVerdict } from '../../models/measurement/verdict.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import type { KneeSlo } from './knee-plan.ts'

/** What one trial of a search measured; rates are per second, and `null` stands for what nothing is known of. */
export interface KneeTrial extends SearchTrial {
  readonly requests: {
    readonly due: number
    readonly failed: number
    readonly dropped: number
    /** Answered, but later than the service level allows. */
    readonly late: number
    /** More than a few that were still unanswered when the trial ended: at this rate there will be ever more. */
    readonly behind: number
  }
  readonly achievedRate: number | null
  /** Mean requests in flight, by Little's law. */
  readonly concurrency: number | null
  readonly meanMs: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly generator: GeneratorHealth | null
  /** Failures by kind. */
  readonly errors: Readonly<Record<string, number>>
  /** Why the target could not be reached at all; `null` when it could. */
  readonly unusable: string | null
}

/** What a run of load left. */
export interface TrialRun {
  readonly measurement: Measurement
  readonly generator: GeneratorHealth
  readonly verdict: RunVerdict
}

/** Unanswered at the end though the target keeps up. */
const ENDS_ASTRIDE = 20
/** How requests fail that this machine could not send. */
const OWN_FAILURES = ['out-of-ports', 'out-of-file-descriptors', 'ENFILE', 'ENOBUFS', 'ENOMEM']
/** Share of the service level by which requests may go out late (P99), from 1 ms on. */
const LATENESS_SHARE = 0.2
const LEAST_LATENESS_MS = 1

/**
 * Judges one trial. A request is lost when it failed, was dropped, or was answered later than the service level allows;
 * so is one that was still unanswered at the end, beyond the 20 that there may be, since a queue that grows for good is
 * not yet slow in a short trial.
 *
 * A trial is the generator's fault when it misses the goal, the generator was late, or out of CPU time, ports or files,
 * and that may be why. Lateness never speaks for a target: response times count from when a request was due, so that a trial which meets
 * the goal although requests went out late would have met it all the more had they gone out in time.
 */
export function kneeTrial(wanted: WantedTrial, run: TrialRun, slo: KneeSlo, goal: SearchGoal): KneeTrial {
  const { measurement, generator } = run
  const { due, failed, dropped, ended } = measurement.requests
  const late = countAbove(measurement.response, slo.p99Ms)
  const behind = Math.max(0, due - ended - failed - dropped - ENDS_ASTRIDE)
  const achieved = throughput(measurement)
  const lossRatio = due === 0 ? 0 : Math.min(1, (failed + dropped + Math.max(late, behind)) / due)
  const failureRatio = failureRate(measurement)
  const isMet = meetsGoal({ lossRatio, failureRatio }, goal)
  return {
    rate: wanted.rate,
    durationMs: wanted.durationMs,
    lossRatio,
    failureRatio,
    generatorBound: due === 0 || (!isMet && isStrained(run, slo) && !isSurelySlow(run, slo, goal)),
    requests: { due, failed, dropped, late, behind },
    achievedRate: finiteOrNull(achieved),
    concurrency: finiteOrNull((achieved * measurement.response.meanMs) / 1000),
    meanMs: finiteOrNull(measurement.response.meanMs),
    p50Ms: finiteOrNull(measurement.response.quantileMs(0.5)),
    p99Ms: finiteOrNull(measurement.response.quantileMs(0.99)),
    generator,
    errors: measurement.errors,
    unusable: null,
  }
}

/**
 * A trial that the target could not be reached for: every request would have failed.
 *
 * @param kind of the failure, as errors are counted; `null` where it is not known
 */
export function unusableTrial(
  { rate, durationMs }: WantedTrial,
  why: string,
  kind: string | null = null,
): KneeTrial {
  const errors = kind === null ? {} : { [kind]: 1 }
  return {
    rate,
    durationMs,
    lossRatio: 1,
    failureRatio: 1,
    generatorBound: ownFailures({ errors }) > 0,
    requests: { due: 0, failed: 0, dropped: 0, late: 0, behind: 0 },
    achievedRate: null,
    concurrency: null,
    meanMs: null,
    p50Ms: null,
    p99Ms: null,
    generator: null,
    errors,
    unusable: why,
  }
}

/** How late requests may go out (P99) for a trial to say something of the target. */
export function largestLatenessMs({ p99Ms }: KneeSlo): number {
  return Math.min(LARGEST_LATENESS_MS, Math.max(LEAST_LATENESS_MS, LATENESS_SHARE * p99Ms))
}

/** How many requests failed because this machine had no port, file or memory for them. */
export function ownFailures({ errors }: Pick<KneeTrial, 'errors'>): number {
  return OWN_FAILURES.reduce((sum, kind) => sum + (errors[kind] ?? 0), 0)
}

function isStrained({ measurement, generator, verdict }: TrialRun, slo: KneeSlo): boolean {
  if (ownFailures(measurement) > 0) return true
  const { latenessP99Ms, cpuShare } = generator
  const isLate = latenessP99Ms > largestLatenessMs(slo)
  return verdict.verdict === 'GENERATOR_BOUND' || isLate || (cpuShare ?? 0) >= BUSY_CPU_SHARE
}

/**
 * Whether too many answers were later than any lateness of the generator explains. Where requests are served in the
 * order in which they come, one that was due at a moment would have been answered earlier by at most the largest
 * lateness, had all been sent in time; and a response may have waited as long as a timer did before it was noticed.
 */
function isSurelySlow({ measurement, generator }: TrialRun, { p99Ms }: KneeSlo, goal: SearchGoal): boolean {
  const { latenessMaxMs = Infinity, driftMaxMs } = generator
  const late = countAbove(measurement.response, p99Ms + latenessMaxMs + driftMaxMs)
  return late > goal.lossRatio * measurement.requests.due
}

/** As many as are in buckets that end above the limit: within 0.1 % of it, as the percentiles are. */
function countAbove(histogram: LatencyHistogram, limitMs: number): number {
  if (histogram.count === 0 || histogram.maxMs <= limitMs) return 0
  let above = 0
  histogram.forEachValue((valueMs, count) => {
    if (valueMs > limitMs) above += count
  })
  return above
}
