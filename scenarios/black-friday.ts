// A shop's week with a flash crowd in it, six times the usual rate, from two pods that use Apache HttpClient. It opens
// five connections to a host and lets further requests wait: enough for every other day, and on this one the pool is
// the bottleneck while the shop has slots to spare. Look at the P99 before and after, at the sentence on
// maxConnsPerHost, and at the one that begins with "It holds up to": so many times today's load, crowd included, do
// the settings found take. One learns to size a limit for the day that one would rather not have.
import { defineScenario, week } from 'kneepoint'

export default defineScenario({
  name: 'black-friday',
  target: { builtin: 'shop', link: { rttMs: 20 } },
  arrivals: week({
    meanRate: 70,
    flashCrowds: { count: 1, peakFactor: 6, riseMinutes: 10, decayMinutes: 180 },
  }),
  requests: [
    {
      weight: 7,
      path: '/products/{id}',
      parameters: { id: { kind: 'zipf', size: 1000, exponent: 1.1 } },
    },
    {
      weight: 3,
      method: 'POST',
      path: '/orders',
      body: { items: [{ productId: '{id}', quantity: 1 }] },
    },
  ],
  pods: 2,
  client: 'apache-httpclient5',
})
