// Traffic as it was recorded: five minutes of calls from a web front end, and the products asked for, in their order.
// (Both files are synthetic, made by lab/traces/write-synthetic-trace.ts.) A page makes several calls at once, so calls come in
// clusters, and urllib3 keeps one connection: "Connection pool is full, discarding connection". Look at the sentence
// on maxIdlePerHost, and at "dials per second" before and after. Then put poisson({ rate: 26, duration: '5m' }) in
// place of the trace: of as many independent requests a twelfth as many dial. One learns what an average rate hides.
import { defineScenario, trace } from 'kneepoint'

export default defineScenario({
  name: 'trace-replay',
  target: { builtin: 'shop', tls: true, link: { rttMs: 6 } },
  arrivals: trace('traces/synthetic-calls.csv', { unit: 'ms' }),
  requests: [
    {
      path: '/products/{product}',
      parameters: { product: { kind: 'feed', file: 'traces/synthetic-products.csv', column: 'product' } },
    },
  ],
  pods: 2,
  client: 'urllib3',
})
