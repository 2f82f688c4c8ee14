import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { WeightedBalancer } from './weighted-balancer.ts'

const weights = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 })
const changes = fc.integer({ min: 1, max: 5 }).chain((endpoints) => {
  const ofAll = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: endpoints, maxLength: endpoints })
  return fc.array(fc.record({ weights: ofAll, picks: fc.nat(40) }), { minLength: 1, maxLength: 20 })
})

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function countPicks(balancer: WeightedBalancer, times: number): number[] {
  const counts = Array.from({ length: balancer.endpoints }, () => 0)
  for (let i = 0; i < times; i++) {
    const endpoint = balancer.pick()
    if (endpoint !== null) counts[endpoint]! += 1
  }
  return counts
}

test('picks each endpoint exactly as often as its weight says, over a whole cycle that begins anywhere', () => {
  fc.assert(
    fc.property(weights, fc.nat(200), (weights, before) => {
      const balancer = new WeightedBalancer(weights)
      countPicks(balancer, before)
      expect(countPicks(balancer, sumOf(weights))).toEqual(weights)
    }),
  )
})

test('never gives an endpoint a whole request more than its share', () => {
  fc.assert(
    fc.property(weights, (weights) => {
      const sum = sumOf(weights)
      const balancer = new WeightedBalancer(weights)
      const counts = weights.map(() => 0)
      for (let picked = 1; picked <= 2 * sum; picked++) {
        counts[balancer.pick() as number]! += 1
        for (const [i, weight] of weights.entries())
          expect(counts[i]! - (picked * weight) / sum).toBeLessThan(1)
      }
    }),
  )
})

test('keeps to the weights after any changes, within a request for each endpoint, and starves none', () => {
  fc.assert(
    fc.property(changes, (changes) => {
      const first = changes[0] as (typeof changes)[number]
      const balancer = new WeightedBalancer(first.weights)
      for (const { weights, picks } of changes) {
        balancer.setWeights(weights)
        const counts = countPicks(balancer, picks)
        for (const [i, weight] of weights.entries()) if (weight === 0) expect(counts[i]).toBe(0)
        expect(sumOf(counts)).toBe(sumOf(weights) === 0 ? 0 : picks)
      }
      const last = changes.at(-1) as (typeof changes)[number]
      const counts = countPicks(balancer, sumOf(last.weights))
      for (const [i, weight] of last.weights.entries()) {
        expect(Math.abs(counts[i]! - weight)).toBeLessThan(last.weights.length)
      }
    }),
  )
})

test('has a turn for small weights however often weights change', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 20 }), (endpoints, small) => {
      const balancer = new WeightedBalancer(Array.from({ length: endpoints }, () => 100))
      const counts = Array.from({ length: endpoints }, () => 0)
      const cycle = 100 * endpoints
      for (let picked = 0; picked < 20 * cycle; picked++) {
        balancer.setWeights([
          ...Array.from({ length: endpoints - 1 }, (_, i) => 90 + ((picked + i) % 11)),
          small,
        ])
        counts[balancer.pick() as number]! += 1
      }
      const share = small / (95 * (endpoints - 1) + small)
      expect(counts.at(-1)).toBeGreaterThan(20 * cycle * share * 0.9 - 1)
      expect(counts.at(-1)).toBeLessThan(20 * cycle * share * 1.1 + 1)
    }),
    { numRuns: 10 },
  )
})

test('does the same again for the same weights', () => {
  fc.assert(
    fc.property(changes, (changes) => {
      const run = () => {
        const balancer = new WeightedBalancer((changes[0] as (typeof changes)[number]).weights)
        return changes.flatMap(({ weights, picks }) => {
          balancer.setWeights(weights)
          return Array.from({ length: picks }, () => balancer.pick())
        })
      }
      expect(run()).toEqual(run())
    }),
  )
})
