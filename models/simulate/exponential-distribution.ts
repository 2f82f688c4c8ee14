import type { RandomStream } from '../random/random-stream.ts'
import { standardExponential } from '../random/standard-exponential.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'

export class ExponentialDistribution implements Distribution {
  readonly mean: number

  /** @throws RangeError unless `mean` is finite and ≥ 0 */
  constructor(mean: number) {
    if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`mean must be finite and >= 0, got ${mean}`)
    this.mean = mean
  }

  get spec(): DistributionSpec {
    return { kind: 'exponential', mean: this.mean }
  }

  draw(stream: RandomStream): number {
    return this.mean * standardExponential(stream)
  }

  drawInto(stream: RandomStream, into: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) into[i] = this.mean * standardExponential(stream)
  }
}
