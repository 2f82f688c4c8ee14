import * as fc from 'fast-check'
import type { DistributionSpec } from './distribution.ts'

const durationMs = fc.double({ min: 0.001, max: 10_000, noNaN: true })

/** Every kind of distribution, with parameters that are in range. */
export const anyDistributionSpec: fc.Arbitrary<DistributionSpec> = fc.oneof(
  durationMs.map((value): DistributionSpec => ({ kind: 'deterministic', value })),
  durationMs.map((mean): DistributionSpec => ({ kind: 'exponential', mean })),
  fc
    .tuple(durationMs, fc.double({ min: 1.001, max: 14.9, noNaN: true }))
    .map(([mean, ratio]): DistributionSpec => ({ kind: 'lognormal', mean, p99: ratio * mean })),
  fc
    .tuple(durationMs, fc.double({ min: 0, max: 3, noNaN: true }))
    .map(([median, sigma]): DistributionSpec => ({ kind: 'lognormal', median, sigma })),
  fc
    .tuple(durationMs, fc.double({ min: 1, max: 100, noNaN: true }))
    .map(([mean, cs2]): DistributionSpec => ({ kind: 'hyperexponential', mean, cs2 })),
  fc.array(durationMs, { minLength: 1, maxLength: 20 }).map((values): DistributionSpec => ({
    kind: 'empirical',
    quantiles: [...Float64Array.from(values).sort()],
  })),
)
