// A search service that works on two requests at once, and what its clients should know of that. Two slots of 4 ms
// serve 500 requests a second; beyond that a queue grows, however many connections carry it. Look at "Capacity" and
// "Knee of the P99 curve", where the sweep found that rate, and at the sentence on maxConnsPerHost: .NET opens a
// connection for every request under way, which only moves the queue into the server. One learns that the limit on
// connections follows from what the target can work on at once, and not from the traffic.
import { defineScenario, poisson } from 'kneepoint'

export default defineScenario({
  name: 'knee',
  target: { builtin: 'shop', slots: 2 },
  arrivals: poisson({ rate: 100, duration: '10m' }),
  requests: [
    {
      path: '/search?q={term}',
      parameters: { term: { kind: 'choice', values: ['coffee', 'tea', 'kettle'] } },
    },
  ],
  pods: 1,
  client: 'dotnet',
  slo: { p99Ms: 50 },
})
