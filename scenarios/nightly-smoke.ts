// A scenario for every night: ten minutes of a small shop, of which seven or fourteen windows are sent. Its rate is
// far below what the shop can serve, so that a slower shop shows as slower, and not as a queue. It is for `nightly`,
// which holds tonight against a baseline: look at the verdict of each figure, and at how much change it could see.
import { defineScenario, poisson } from 'kneepoint'

export default defineScenario({
  name: 'nightly-smoke',
  target: { builtin: 'shop' },
  arrivals: poisson({ rate: 200, duration: '10m' }),
  requests: [
    {
      weight: 8,
      path: '/products/{id}',
      parameters: { id: { kind: 'zipf', size: 1000, exponent: 0.9 } },
    },
    {
      weight: 1,
      path: '/search?q={term}',
      parameters: { term: { kind: 'choice', values: ['coffee', 'tea'] } },
    },
    { weight: 1, method: 'POST', path: '/orders', body: { items: [{ productId: '{id}', quantity: 1 }] } },
  ],
  pods: 2,
  client: 'go-net-http',
})
