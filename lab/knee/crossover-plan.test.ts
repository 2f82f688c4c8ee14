import { describe, expect, test } from 'vitest'
import { planCrossover } from './crossover-plan.ts'
import { kneePlan, queueingTrial, resultOf, trialWith } from './knee-result.fixture.ts'

const flags = { set: [] }

describe('planCrossover', () => {
  test("takes Go's pool and one thread, up to the capacity that was found", () => {
    const result = resultOf(queueingTrial(1000))
    const plan = planCrossover(result, flags)
    const { capacity, bounds } = result.search
    expect(plan).toMatchObject({
      bench: { client: 'go-net-http', workers: 1, load: { kind: 'open', arrivals: 'poisson' } },
      highestRate: capacity?.rate,
      saturationRate: bounds.upper,
      // A tenth of a connection busy would be 16.7/s, at 6 ms.
      firstRate: 30,
    })
    expect(plan?.bench.settings).toMatchObject({ maxIdlePerHost: 2, idleTimeoutMs: 90_000 })
    expect(plan?.bench.endpoint).toEqual(kneePlan.bench.endpoint)
  })

  test('takes the client that was named, as it was set', () => {
    const plan = planCrossover(resultOf(queueingTrial(1000)), {
      client: 'node-http-agent',
      set: ['maxFreeSockets=4'],
      connections: '9',
    })
    expect(plan?.bench).toMatchObject({
      client: 'node-http-agent',
      settings: { maxIdlePerHost: 4, maxConnsPerHost: 9 },
    })
  })

  test('begins where connections are mostly idle, and knows no saturation where none was seen', () => {
    const fast = resultOf((wanted) => trialWith(wanted, { meanMs: 0.5 }))
    expect(planCrossover(fast, flags)).toMatchObject({ firstRate: 200, saturationRate: Infinity })
  })

  test('does nothing where no rate met the service level', () => {
    expect(planCrossover(resultOf(queueingTrial(1)), flags)).toBeNull()
  })
})
