import { createDistribution } from '../simulate/create-distribution.ts'
import type { DistributionSpec } from '../simulate/distribution.ts'
import { readSystem, type StoredSystemModel, storeSystem } from '../simulate/system-model.ts'

/**
 * The same system with service times that are `factor` times as long; round trips, dials and slots stay.
 *
 * @param factor finite, > 0
 */
export function withServiceTimesBy(stored: StoredSystemModel, factor: number): StoredSystemModel {
  if (factor === 1) return stored
  const system = readSystem(stored)
  return storeSystem({ ...system, serviceMs: createDistribution(scaled(system.serviceMs.spec, factor)) })
}

function scaled(spec: DistributionSpec, factor: number): DistributionSpec {
  switch (spec.kind) {
    case 'deterministic':
      return { ...spec, value: factor * spec.value }
    case 'exponential':
    case 'hyperexponential':
      return { ...spec, mean: factor * spec.mean }
    case 'lognormal':
      return 'median' in spec
        ? { ...spec, median: factor * spec.median }
        : { ...spec, mean: factor * spec.mean, p99: factor * spec.p99 }
    case 'empirical':
      return { ...spec, quantiles: spec.quantiles.map((value) => factor * value) }
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(spec satisfies never)}`)
  }
}
