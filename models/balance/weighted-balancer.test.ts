import { describe, expect, test } from 'vitest'
import { WeightedBalancer } from './weighted-balancer.ts'

function picks(balancer: WeightedBalancer, times: number): (number | null)[] {
  return Array.from({ length: times }, () => balancer.pick())
}

describe('a weighted balancer', () => {
  test('spreads as nginx does: 5, 1 and 1 give a a b a c a a', () => {
    // The sequence of the commit that brought it to nginx (52327e0627f4, 2012).
    expect(picks(new WeightedBalancer([5, 1, 1]), 7)).toEqual([0, 0, 1, 0, 2, 0, 0])
  })

  test('takes turns between equal weights', () => {
    expect(picks(new WeightedBalancer([1, 1, 1]), 6)).toEqual([0, 1, 2, 0, 1, 2])
  })

  test('sends nothing where the weight is zero, from the next pick on', () => {
    const balancer = new WeightedBalancer([100, 100])
    expect(picks(balancer, 3)).toEqual([0, 1, 0])
    balancer.setWeights([100, 0])
    expect(picks(balancer, 3)).toEqual([0, 0, 0])
  })

  test('says that there is nobody when all weights are zero, and goes on when one is back', () => {
    const balancer = new WeightedBalancer([1, 1])
    balancer.setWeights([0, 0])
    expect(balancer.canPick).toBe(false)
    expect(picks(balancer, 2)).toEqual([null, null])
    balancer.setWeights([0, 3])
    expect(balancer.canPick).toBe(true)
    expect(picks(balancer, 2)).toEqual([1, 1])
  })

  test('does not make up for the time that an endpoint was away', () => {
    const balancer = new WeightedBalancer([1, 1])
    balancer.setWeights([1, 0])
    picks(balancer, 1000)
    balancer.setWeights([1, 1])
    expect(picks(balancer, 10).filter((endpoint) => endpoint === 1)).toHaveLength(5)
  })

  test.each([[[]], [[-1]], [[Number.NaN]], [[Infinity]]])('refuses the weights %j', (weights) => {
    expect(() => new WeightedBalancer(weights)).toThrow(RangeError)
  })

  test('refuses weights of other endpoints, and keeps its own', () => {
    const balancer = new WeightedBalancer([1, 0])
    expect(() => balancer.setWeights([1])).toThrow('2 endpoints have 1 weights')
    expect(() => balancer.setWeights([0, -1])).toThrow('not -1')
    expect(picks(balancer, 2)).toEqual([0, 0])
  })
})
