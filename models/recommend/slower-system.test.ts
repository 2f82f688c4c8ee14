import { describe, expect, it } from 'vitest'
import type { DistributionSpec } from '../simulate/distribution.ts'
import { readSystem } from '../simulate/system-model.ts'
import { fitWith } from './simulated-candidates.fixture.ts'
import { withServiceTimesBy } from './slower-system.ts'

const { system } = fitWith(null)

const specs: readonly DistributionSpec[] = [
  { kind: 'deterministic', value: 4 },
  { kind: 'exponential', mean: 4 },
  { kind: 'hyperexponential', mean: 4, cs2: 3 },
  { kind: 'lognormal', mean: 4, p99: 20 },
  { kind: 'lognormal', median: 4, sigma: 0.5 },
  { kind: 'empirical', quantiles: [2, 4, 9] },
]

describe('withServiceTimesBy', () => {
  it.each(specs)('multiplies the mean of %o', (serviceMs) => {
    const today = readSystem({ ...system, serviceMs })
    const slower = readSystem(withServiceTimesBy({ ...system, serviceMs }, 1.25))
    expect(slower.serviceMs.mean / today.serviceMs.mean).toBeCloseTo(1.25, 10)
  })

  it('leaves all else as it is', () => {
    const { serviceMs: _, ...slower } = readSystem(withServiceTimesBy(system, 0.75))
    const { serviceMs: __, ...today } = readSystem(system)
    expect(JSON.stringify(slower)).toBe(JSON.stringify(today))
  })
})
