import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { createGenerator } from './create-generator.ts'
import type { ValueGenerator } from './request-spec.ts'

function draw(generator: ValueGenerator, count: number) {
  const next = createGenerator(generator, [])
  const stream = new RandomStream(3, 'test')
  return Array.from({ length: count }, (_, index) => next(stream, index))
}

describe('createGenerator', () => {
  it('draws integers from min to max, both included', () => {
    const values = draw({ kind: 'integer', min: -2, max: 2 }, 5000)
    expect([...new Set(values)].map(Number).sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
  })

  it('chooses among the values', () => {
    expect(new Set(draw({ kind: 'choice', values: ['a', 2] }, 200))).toEqual(new Set(['a', 2]))
  })

  it('counts a sequence from its start', () => {
    expect(draw({ kind: 'sequence', start: 10 }, 3)).toEqual([10, 11, 12])
    expect(draw({ kind: 'sequence' }, 2)).toEqual([0, 1])
  })

  it('makes version 4 UUIDs, all different', () => {
    const values = draw({ kind: 'uuid' }, 5000)
    const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(values.every((value) => shape.test(String(value)))).toBe(true)
    expect(new Set(values).size).toBe(5000)
  })

  it('draws Zipf ranks in proportion to 1, 1/2, 1/3 at exponent 1', () => {
    const count = 60_000
    const values = draw({ kind: 'zipf', size: 3, exponent: 1 }, count)
    // 1 + 1/2 + 1/3 = 11/6: the shares are 6/11, 3/11 and 2/11.
    for (const [rank, share] of [6 / 11, 3 / 11, 2 / 11].entries()) {
      const drawn = values.filter((value) => value === rank + 1).length / count
      expect(Math.abs(drawn - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count))
    }
  })

  it('draws uniformly at exponent 0', () => {
    expect(new Set(draw({ kind: 'zipf', size: 5, exponent: 0 }, 500))).toEqual(new Set([1, 2, 3, 4, 5]))
  })
})
