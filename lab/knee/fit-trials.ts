import { evidenceOf, type StagedTrial } from '../../models/knee/capacity-search-result.ts'
import type { CurveFits } from '../../models/knee/curve-fits.ts'
import { fitCurves, type MeasuredPoint } from '../../models/knee/fit-curves.ts'
import type { KneePlan } from './knee-plan.ts'
import { type KneeTrial, largestLatenessMs } from './knee-trial.ts'

/**
 * The curves through the trials that say something of the target, those beyond its capacity as well: throughput over
 * concurrency, throughput and P99 over the offered rate. They describe the trials that were made, and decide nothing.
 * Trials in which the generator was late are left out, also where they count as missed: that they missed is certain,
 * but not by how much.
 */
export function fitTrials(
  trials: ReadonlyArray<StagedTrial<KneeTrial>>,
  { slo, bench }: Pick<KneePlan, 'slo' | 'bench'>,
): CurveFits {
  const limitMs = largestLatenessMs(slo)
  const punctual = evidenceOf(trials).filter(
    ({ generator }) => generator !== null && generator.latenessP99Ms <= limitMs,
  )
  return fitCurves(punctual.map(measuredPoint), { seed: bench.seed })
}

function measuredPoint({ rate, concurrency, achievedRate, p99Ms }: KneeTrial): MeasuredPoint {
  return { rate, concurrency, throughput: achievedRate, latencyMs: p99Ms }
}
