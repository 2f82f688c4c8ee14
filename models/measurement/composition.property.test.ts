import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compositionOf, recordedRequests } from './composition.arbitrary.ts'
import { compositionParts, meanPartsFrom, mergeCompositions } from './composition.ts'
import { readComposition, storeComposition } from './stored-composition.ts'

const someRequests = fc.array(recordedRequests, { minLength: 1, maxLength: 60 })

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

describe('a composition', () => {
  it('has parts that add up to the response time, none of them negative', () => {
    fc.assert(
      fc.property(recordedRequests, ({ times, endedMs }) => {
        const parts = meanPartsFrom(compositionOf([{ times, endedMs }]), 0)?.partsMs
        const each = compositionParts.map((part) => parts?.[part] ?? Number.NaN)
        expect(total(each)).toBe(endedMs - times.dueMs)
        expect(Math.min(...each)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('keeps the slowest together: at least those at the quantile and above, and none 5 % faster', () => {
    fc.assert(
      fc.property(someRequests, fc.double({ min: 0, max: 1, noNaN: true }), (requests, quantile) => {
        const slowest = meanPartsFrom(compositionOf(requests), quantile)
        const responsesMs = requests.map(({ times, endedMs }) => endedMs - times.dueMs).sort((a, b) => b - a)
        const taken = responsesMs.slice(0, slowest?.requests)
        const atQuantile = responsesMs.at(-Math.max(1, Math.ceil(quantile * responsesMs.length - 1e-9))) ?? 0
        expect(taken.length).toBeGreaterThanOrEqual(responsesMs.filter((ms) => ms > atQuantile).length + 1)
        // Up to 1 µs everything is one bucket.
        expect(taken.at(-1)).toBeGreaterThanOrEqual(atQuantile / 1.05 - 0.001)
        expect(total(Object.values(slowest?.partsMs ?? {}))).toBeCloseTo(total(taken) / taken.length, 6)
      }),
    )
  })

  it('of many is the sum of those of some', () => {
    fc.assert(
      fc.property(someRequests, someRequests, (some, others) => {
        const merged = mergeCompositions([compositionOf(some), compositionOf(others)])
        expect(merged).toEqual(compositionOf([...some, ...others]))
      }),
    )
  })

  it('comes back from its stored form to the µs', () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const stored = storeComposition(compositionOf(requests))
        const read = readComposition(JSON.parse(JSON.stringify(stored)) as typeof stored)
        expect(read).toEqual(compositionOf(requests))
        expect(storeComposition(read)).toEqual(stored)
      }),
    )
  })
})
