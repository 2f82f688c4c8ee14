import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequestSource } from './request-source.ts'
import type { RequestSpec } from './request-spec.ts'

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })

function mixOf(list: readonly number[]): readonly RequestSpec[] {
  return list.map((weight, entry) => ({
    weight,
    method: 'GET',
    path: `/${entry}/{a}/{b}`,
    parameters: { a: { kind: 'uuid' }, b: { kind: 'zipf', size: 50, exponent: 1 } },
  }))
}

describe('a request source', () => {
  it('gives the same request for an index, whoever asks and in whatever order', () => {
    fc.assert(
      fc.property(weights, fc.integer(), fc.array(fc.nat(100_000_000)), (list, seed, indexes) => {
        const one = createRequestSource(mixOf(list), [], seed)
        const other = createRequestSource(mixOf(list), [], seed)
        const forwards = indexes.map((index) => one.at(index))
        const backwards = indexes.toReversed().map((index) => other.at(index))
        expect(backwards.toReversed()).toEqual(forwards)
      }),
    )
  })

  it('respects the weights: each share within five standard errors', () => {
    const count = 20_000
    fc.assert(
      fc.property(weights, (list) => {
        const source = createRequestSource(mixOf(list), [], 42)
        const counts = list.map(() => 0)
        for (let i = 0; i < count; i++) {
          const { entry } = source.at(i)
          counts[entry] = (counts[entry] ?? 0) + 1
        }
        const total = list.reduce((sum, weight) => sum + weight, 0)
        for (const [entry, weight] of list.entries()) {
          const share = weight / total
          const standardError = Math.sqrt((share * (1 - share)) / count)
          expect(Math.abs((counts[entry] ?? 0) / count - share)).toBeLessThanOrEqual(5 * standardError)
        }
      }),
      { numRuns: 30, seed: 1 },
    )
  })

  it('makes other requests from another seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (seed, other) => {
        fc.pre(seed !== other)
        const pathOf = (chosen: number) => createRequestSource(mixOf([1]), [], chosen).at(0).path
        expect(pathOf(seed)).not.toBe(pathOf(other))
      }),
    )
  })

  it('leaves no declared placeholder in what it sends, and keeps JSON bodies parseable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (value, index) => {
        const spec: RequestSpec = {
          weight: 1,
          method: 'POST',
          path: '/x/{v}',
          body: { deep: [['{v}']] },
          parameters: { v: { kind: 'choice', values: [value] } },
        }
        const { path, body } = createRequestSource([spec], [], 1).at(index)
        expect(decodeURIComponent(path)).toBe(`/x/${value}`)
        expect(JSON.parse(body ?? '')).toEqual({ deep: [[value]] })
      }),
    )
  })
})
