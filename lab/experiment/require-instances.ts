import type { PlainExperiment } from '../../models/experiment/plain-experiment.ts'
import { UsageError } from '../usage-error.ts'
import type { OpenVariant } from './open-variants.ts'

/**
 * What is to be done to targets under load takes targets to which it can be done.
 *
 * @throws UsageError naming the variant that is to be restarted instance by instance, but is one process
 */
export function requireInstances(experiment: PlainExperiment, variants: readonly OpenVariant[]): void {
  if (experiment.during === undefined) return
  for (const { name, target } of variants) {
    if (target.instances.length > 1) continue
    throw new UsageError(
      `variant ${name}: a rolling restart takes a target with several instances, and this one has ${target.instances.length === 1 ? 'one' : 'none that can be restarted'}`,
    )
  }
}
