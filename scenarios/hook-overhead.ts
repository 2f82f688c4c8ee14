// What each hook around a handler costs, in µs of CPU time and in bytes allocated for a request: the same small service
// without any hook, with one at a time, and with all of them, under the same traffic in turns. Look at the table of
// costs, where each hook stands with its interval, and at what could not be told from nothing at all. One learns what
// an average service pays for being observable, and that such a figure without an interval says little.
import { constant, defineExperiment } from 'kneepoint'

// Signed by HS256 with the secret below it: {"sub":"user-42"}.
const authorization =
  'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTQyIn0.cX-3t_c1Mbk6QnM3BTi_YsKGJlvwCsFrPIyilcRJFfk'
const tokenSecret = 'an-example-and-no-secret-of-anyone'

export default defineExperiment({
  name: 'hook-overhead',
  variants: [
    { name: 'none', target: { builtin: 'service' } },
    { name: 'context', target: { builtin: 'service', hooks: { context: true } } },
    { name: 'token', target: { builtin: 'service', hooks: { context: { tokenSecret } } } },
    { name: 'metrics', target: { builtin: 'service', hooks: { metrics: true } } },
    { name: 'recovery', target: { builtin: 'service', hooks: { recovery: true } } },
    { name: 'headers', target: { builtin: 'service', headers: 'encoded' } },
    {
      name: 'all',
      target: {
        builtin: 'service',
        hooks: { context: { tokenSecret }, metrics: true, recovery: true },
        headers: 'encoded',
      },
    },
  ],
  traffic: [
    {
      name: 'reads',
      arrivals: constant({ rate: 800, duration: '5m' }),
      requests: [{ path: '/items/7', headers: { authorization, 'x-tenant': 'acme' } }],
    },
  ],
  measures: ['cpuPerRequest', 'allocatedPerRequest'],
  blocks: { quick: { rounds: 6, warmupMs: 150, measuredMs: 600 } },
})
