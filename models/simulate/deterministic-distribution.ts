import type { Distribution, DistributionSpec } from './distribution.ts'

/** Always the same number; draws nothing from the stream. */
export class DeterministicDistribution implements Distribution {
  readonly mean: number

  /** @throws RangeError unless `value` is finite and ≥ 0 */
  constructor(value: number) {
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`value must be finite and >= 0, got ${value}`)
    this.mean = value
  }

  get spec(): DistributionSpec {
    return { kind: 'deterministic', value: this.mean }
  }

  draw(): number {
    return this.mean
  }

  drawInto(_stream: unknown, into: Float64Array, count: number): void {
    into.fill(this.mean, 0, count)
  }
}
