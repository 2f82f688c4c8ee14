// A week of a web shop behind TLS, as seen from two pods with the defaults of Go's net/http. Its nights are
// quiet, so connections expire; its days come in bursts, so two idle connections per host are too few. It shows
// what either costs in handshakes, and which pair of idle timeout and idle cap keeps the P99 within the SLO.
import { defineScenario, week } from 'kneepoint'

export default defineScenario({
  name: 'seven-day',
  target: { builtin: 'shop', tls: true, link: { rttMs: 8 } },
  arrivals: week({ meanRate: 120, shape: 'worldcup98-calm', flashCrowds: 2 }),
  requests: [
    {
      weight: 8,
      path: '/products/{id}',
      parameters: { id: { kind: 'zipf', size: 1000, exponent: 0.9 } },
    },
    {
      weight: 1,
      path: '/search?q={term}',
      parameters: { term: { kind: 'choice', values: ['coffee', 'tea', 'red mug', 'kettle', 'filter'] } },
    },
    {
      weight: 1,
      method: 'POST',
      path: '/orders',
      body: { items: [{ productId: '{id}', quantity: 1 }] },
    },
  ],
  pods: 2,
  client: 'go-net-http',
  before: {},
  slo: { p99Ms: 250, failureRate: 0.001 },
})
