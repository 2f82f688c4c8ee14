import { CapacitySearch, type WantedTrial } from '../../models/knee/capacity-search.ts'
import type { SearchGoal } from '../../models/knee/search-goal.ts'
import { closedPlan } from '../bench/bench-result.fixture.ts'
import { goodCertificate } from '../machine/certificate.fixture.ts'
import type { KneePlan } from './knee-plan.ts'
import { type KneeTrial, unusableTrial } from './knee-trial.ts'
import type { KneeResult } from './run-knee.ts'

export const kneeGoal: SearchGoal = {
  finalTrialMs: 2000,
  initialTrialMs: 500,
  durationSumMs: 6000,
  lossRatio: 0.01,
  failureRatio: 0.001,
  exceedRatio: 0.5,
  relativeWidth: 0.05,
}

export const kneePlan: KneePlan = {
  bench: {
    ...closedPlan,
    load: { kind: 'open', rate: 20, arrivals: 'constant', inFlightMax: 4096 },
    settings: { ...closedPlan.settings, maxConnsPerHost: Infinity },
    warmupMs: 500,
  },
  slo: { p99Ms: 250, failureRatio: 0.001 },
  search: { goal: kneeGoal, lowestRate: 20, highestRate: 100_000 },
}

/** A trial at which everything was answered in 5 to 10 ms. */
export function trialWith(wanted: WantedTrial, parts: Partial<KneeTrial> = {}): KneeTrial {
  const { rate, durationMs } = wanted
  return {
    rate,
    durationMs,
    lossRatio: 0,
    failureRatio: 0,
    generatorBound: false,
    requests: { due: (rate * durationMs) / 1000, failed: 0, dropped: 0, late: 0, behind: 0 },
    achievedRate: rate,
    concurrency: 0.006 * rate,
    meanMs: 6,
    p50Ms: 5,
    p99Ms: 10,
    generator: { driftP99Ms: 0.5, driftMaxMs: 2, latenessP99Ms: 0.5, latenessMaxMs: 1, cpuShare: 0.2 },
    errors: {},
    unusable: null,
    ...parts,
  }
}

/** Serves so many requests per second, and has a queue beyond. */
export function queueingTrial(capacity: number): (wanted: WantedTrial) => KneeTrial {
  return (wanted) =>
    wanted.rate <= capacity
      ? trialWith(wanted)
      : trialWith(wanted, {
          lossRatio: 0.5,
          achievedRate: capacity,
          concurrency: capacity,
          meanMs: 400,
          p50Ms: 300,
          p99Ms: 1000,
        })
}

/** A target that cannot be reached beyond a rate, and never again. */
export function crashingTrial(capacity: number): (wanted: WantedTrial) => KneeTrial {
  let crashed = false
  return (wanted) => {
    crashed ||= wanted.rate > capacity
    return crashed ? unusableTrial(wanted, 'nothing listens there') : trialWith(wanted)
  }
}

/** What a search of such trials comes to. @param most trials after which it is interrupted */
export function resultOf(
  trial: (wanted: WantedTrial) => KneeTrial,
  { plan = kneePlan, most = Infinity }: { readonly plan?: KneePlan; readonly most?: number } = {},
): KneeResult {
  const search = new CapacitySearch<KneeTrial>(plan.search)
  for (let made = 0; made < most; made++) {
    const wanted = search.next()
    if (wanted === null) break
    search.add(trial(wanted))
  }
  return {
    plan,
    startedAt: '2026-11-22T20:00:00.000Z',
    durationMs: 41_234,
    environment: goodCertificate.environment,
    certificate: goodCertificate,
    threads: { threads: 1, why: '1 load thread for 2 cores, one left to the target', warning: null },
    warnings: [],
    search: search.result(),
  }
}
