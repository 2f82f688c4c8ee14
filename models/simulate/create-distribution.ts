import { DeterministicDistribution } from './deterministic-distribution.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'
import { EmpiricalDistribution } from './empirical-distribution.ts'
import { ExponentialDistribution } from './exponential-distribution.ts'
import { HyperexponentialDistribution } from './hyperexponential-distribution.ts'
import { LognormalDistribution } from './lognormal-distribution.ts'

/** @throws RangeError naming the parameter that is out of range */
export function createDistribution(spec: DistributionSpec): Distribution {
  switch (spec.kind) {
    case 'deterministic':
      return new DeterministicDistribution(spec.value)
    case 'exponential':
      return new ExponentialDistribution(spec.mean)
    case 'lognormal':
      return 'median' in spec
        ? LognormalDistribution.byMedian(spec.median, spec.sigma)
        : LognormalDistribution.byP99(spec.mean, spec.p99)
    case 'hyperexponential':
      return new HyperexponentialDistribution(spec.mean, spec.cs2)
    case 'empirical':
      return new EmpiricalDistribution(Float64Array.from(spec.quantiles))
    default:
      throw new RangeError(`kind is not known: ${JSON.stringify(spec satisfies never)}`)
  }
}
