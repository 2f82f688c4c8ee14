import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { createDistribution } from './create-distribution.ts'
import { anyDistributionSpec } from './distribution-spec.arbitrary.ts'

describe('every distribution', () => {
  it('fills with the very numbers that it would draw, and leaves the rest and the stream alike', () => {
    fc.assert(
      fc.property(anyDistributionSpec, fc.integer(), fc.nat(50), (spec, seed, count) => {
        const distribution = createDistribution(spec)
        const [drawing, filling] = [new RandomStream(seed, 'x'), new RandomStream(seed, 'x')]
        const drawn = Array.from({ length: count }, () => distribution.draw(drawing))
        const filled = new Float64Array(count + 1).fill(-1)
        distribution.drawInto(filling, filled, count)
        expect([...filled]).toEqual([...drawn, -1])
        expect(filling.float()).toBe(drawing.float())
      }),
    )
  })

  it('draws finite numbers from 0 on', () => {
    fc.assert(
      fc.property(anyDistributionSpec, fc.integer(), (spec, seed) => {
        const values = new Float64Array(100)
        const stream = new RandomStream(seed, 'x')
        const distribution = createDistribution(spec)
        for (let i = 0; i < values.length; i++) values[i] = distribution.draw(stream)
        expect(values.every((value) => value >= 0 && value < Infinity)).toBe(true)
      }),
    )
  })

  it('comes back from its spec, as JSON holds it, the same', () => {
    fc.assert(
      fc.property(anyDistributionSpec, fc.integer(), (spec, seed) => {
        const distribution = createDistribution(spec)
        expect(distribution.spec).toEqual(spec)
        const again = createDistribution(JSON.parse(JSON.stringify(distribution.spec)) as typeof spec)
        expect(again.mean).toBe(distribution.mean)
        expect(again.draw(new RandomStream(seed, 'x'))).toBe(distribution.draw(new RandomStream(seed, 'x')))
      }),
    )
  })

  it('scales with its parameters', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        fc.integer(),
        (mean, cs2, seed) => {
          const one = createDistribution({ kind: 'hyperexponential', mean: 1, cs2 })
          const scaled = createDistribution({ kind: 'hyperexponential', mean, cs2 })
          const [a, b] = [one, scaled].map((each) => each.draw(new RandomStream(seed, 'x')))
          expect(Math.abs(Number(b) - mean * Number(a))).toBeLessThanOrEqual(1e-12 * Number(b))
        },
      ),
    )
  })
})
