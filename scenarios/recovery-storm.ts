// A storm of errors, and what is done about each: a log sink that takes 100 ms, a hook that throws now and then, a
// metric, a trace. Where each hook calls the next, a client waits for all of them, and the one that throws loses the
// rest and puts its own error in the place of the handler's. In a chain that keeps them apart the answer comes at once
// and every hook runs. Look at the responses to "failing", at "recovery.measured" and "recovery.traced", which should
// be as many as there were errors, and at the two graphs of the way that an error takes.
import { defineExperiment, poisson } from 'kneepoint'

const hooks = ['log', 'slow', 'flaky', 'metric', 'trace'] as const

export default defineExperiment({
  name: 'recovery-storm',
  variants: [
    {
      name: 'nested',
      target: { builtin: 'service', hooks: { context: true, recovery: { hooks: [...hooks], naive: true } } },
    },
    {
      name: 'isolated',
      target: { builtin: 'service', hooks: { context: true, recovery: { hooks: [...hooks] } } },
    },
  ],
  traffic: [
    {
      // The handler's own answer, 422, is no failure: the client is to hear of it, and of nothing else.
      name: 'failing',
      arrivals: poisson({ rate: 200, duration: '5m' }),
      requests: [{ path: '/throw?status=422' }],
      slo: { p99Ms: 50, failureRate: 0, requiredOf: ['isolated'] },
    },
    { name: 'orders', arrivals: poisson({ rate: 100, duration: '5m' }), requests: [{ path: '/items/7' }] },
  ],
  measures: ['failureRate', 'p50', 'p99'],
})
