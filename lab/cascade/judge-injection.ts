import type { CascadeInjection } from '../../models/root-cause/cascade-view.ts'
import type { Diagnosis, SettingChange } from '../../models/root-cause/diagnosis.ts'
import { rankByErrorRate } from '../../models/root-cause/error-rate-baseline.ts'
import { rankCauses } from '../../models/root-cause/rank-causes.ts'
import type { Injection } from './draw-injection.ts'
import { type CascadeContext, observeCascade } from './observe-cascade.ts'
import { stretchChanges, stretchFigures } from './stretch-figures.ts'

/** A fault that was judged. */
export interface JudgedInjection extends CascadeInjection {
  /** Whether all was answered soon without the fault. */
  readonly wasHealthy: boolean
}

/**
 * Puts a fault into the chain, looks for it, and changes the setting that is named.
 *
 * @param seed of the traffic and of the intervals
 * @throws what `observeCascade` throws
 */
export async function judgeInjection(
  context: CascadeContext,
  injection: Injection,
  seed: number,
): Promise<JudgedInjection> {
  const { service, kind, strength } = injection
  const observed = await observeCascade(context, injection, seed, (before, after) =>
    settingOf(rankCauses(before, after)),
  )
  const { healthy, faulty, fixed } = observed
  return {
    wasHealthy: observed.wasHealthy,
    injected: { service, kind, strength },
    diagnosis: rankCauses(healthy.observation, faulty.observation),
    baseline: rankByErrorRate(faulty.observation),
    healthy: stretchFigures(healthy.measurement),
    faulty: stretchFigures(faulty.measurement),
    fixed: fixed === null ? null : stretchFigures(fixed.measurement),
    changes: fixed === null ? [] : stretchChanges(faulty.measurement, fixed.measurement, seed),
  }
}

function settingOf({ ranking }: Diagnosis): SettingChange | null {
  return ranking[0]?.setting ?? null
}
