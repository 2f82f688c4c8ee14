import type { ProbeArtifact } from '../artifacts/probe.ts'
import type { WithoutReuse } from '../artifacts/sweep.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import { median } from '../statistics/median.ts'
import { mergeCounts, type SparseCounts, totalOfCounts } from '../statistics/weighted-quantile.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { fitDialExclusive } from './fit-dial-exclusive.ts'
import { fitServerQueue, queuelessFit, queueP99Ms } from './fit-server-queue.ts'
import { type Misfit, typicalErrorOf } from './misfit.ts'
import type { SystemModel } from './system-model.ts'

/** One rate of a sweep, as far as calibration needs it. */
export interface LoadedStep {
  readonly offeredRate: number
  readonly achievedRate: number
  readonly p99Ms: number
  /** Response times. */
  readonly responses: SparseCounts
  /** Met the SLO and kept up. */
  readonly met: boolean
}

/** A system whose times are all known by what was measured. */
export interface FittedSystem extends SystemModel {
  readonly dialMs: EmpiricalDistribution
  readonly serviceMs: EmpiricalDistribution
}

export interface Measured {
  readonly probe: ProbeArtifact
  /** By offered rate, ascending; those where the load threads could not keep up left out. */
  readonly steps: readonly LoadedStep[]
  /** Whether the sweep went past the knee; if not, the server is taken never to queue. */
  readonly kneeSeen: boolean
  /** How the target answered when no connection was kept, or `null`. */
  readonly withoutReuse: WithoutReuse | null
  /** Of the client through whose pool that went. */
  readonly policy: PoolPolicy
  readonly pods: number
  /** Infinity where it is not known. */
  readonly serverIdleTimeoutMs: number
  readonly seed: number
}

export interface Calibration {
  readonly system: FittedSystem
  readonly misfit: Misfit
}

/**
 * Steps up to this share of the highest rate that was met show the target without a queue; of these the lowest, which
 * are around the schedule's own mean rate: a machine that is busier answers more slowly even without a queue.
 */
const QUIET_SHARE = 0.25
const QUIET_STEPS = 3
/** Of fewer responses the P99 is the slowest one, which says little of a model. */
const LEAST_FOR_P99 = 101

/**
 * From what was measured to the model that the simulator runs on. Responses while nothing queues are a round trip and
 * service; the sweep tells how much of them is which, and how many requests the server works on at once. A dial costs
 * its own time and what a first response takes longer than later ones; how much of it others wait for, the stretch
 * without reuse tells.
 *
 * @throws RangeError when no step was answered
 */
export function calibrate(measured: Measured): Calibration {
  const { probe, kneeSeen, withoutReuse, serverIdleTimeoutMs, policy, pods, seed } = measured
  const answered = measured.steps.filter((step) => step.responses.values.length > 0)
  if (answered.length === 0) {
    throw new RangeError('no step of the sweep was answered: there is nothing to fit')
  }
  const met = answered.filter((step) => step.met)
  const unloaded = unloadedResponses(answered, met)
  const capacity = Math.max(...answered.map((step) => step.achievedRate))
  const inBurstMs = exclusiveInBurst(probe)
  const alone: FittedSystem = {
    ...(kneeSeen ? fitServerQueue(unloaded, met, capacity, seed) : queuelessFit(unloaded)),
    dialMs: dialCost(probe),
    dialExclusiveMs: inBurstMs,
    serverIdleTimeoutMs,
    hintMs: probe.hintMs,
  }
  const dials =
    withoutReuse === null || !isUsable(withoutReuse)
      ? null
      : fitDialExclusive({ system: alone, inBurstMs, withoutReuse, policy, pods, seed })
  const steps = answered.map((step) => ({
    offeredRate: step.offeredRate,
    measuredP99Ms: step.p99Ms,
    modelP99Ms: queueP99Ms(alone, step.offeredRate, seed),
  }))
  return {
    system: dials === null ? alone : { ...alone, dialExclusiveMs: dials.dialExclusiveMs },
    misfit: {
      steps,
      typicalError: typicalErrorOf(comparable(answered).map((i) => steps[i] as (typeof steps)[number])),
      withoutReuseError: dials === null ? null : typicalErrorOf([dials]),
    },
  }
}

/** Response times of the steps in which nothing queued. */
function unloadedResponses(answered: readonly LoadedStep[], met: readonly LoadedStep[]): SparseCounts {
  const highestMet = met.at(-1)?.offeredRate ?? 0
  const quiet = met.filter((step) => step.offeredRate <= QUIET_SHARE * highestMet).slice(0, QUIET_STEPS)
  return mergeCounts((quiet.length === 0 ? answered.slice(0, 1) : quiet).map((step) => step.responses))
}

/** Which steps met the SLO, with enough responses for a P99 where there are such. */
function comparable(answered: readonly LoadedStep[]): number[] {
  const met = answered.flatMap((step, i) => (step.met ? [i] : []))
  const full = met.filter((i) => totalOfCounts((answered[i] as LoadedStep).responses) >= LEAST_FOR_P99)
  return full.length === 0 ? met : full
}

/** Failures have taken part of the requests away, and what they waited for with them. */
function isUsable({ measurement }: WithoutReuse): boolean {
  return measurement.requests.failed === 0 && measurement.requests.completed > 0
}

/** What a request that dials waits longer than one that does not. */
function dialCost(probe: ProbeArtifact): EmpiricalDistribution {
  const extraMs = probe.reuses ? Math.max(0, median(probe.firstMs) - median(probe.reusedMs)) : 0
  return new EmpiricalDistribution(Float64Array.from(probe.dialMs, (ms) => ms + extraMs).sort())
}

/** Each of n dials at once waits for the n − 1 others: that is how much longer they take than single ones. */
function exclusiveInBurst({ dialMs, burstDialMs, burstSize }: ProbeArtifact): number {
  const extraMs = median(burstDialMs) - median(dialMs)
  return burstSize < 2 || !(extraMs > 0) ? 0 : extraMs / (burstSize - 1)
}
