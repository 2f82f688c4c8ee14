// A deployment under load: three instances are stopped and started again, one after the other, while requests keep
// coming. Without hooks an instance is gone with all that it was doing, and clients find out when they fail. With them
// it says first that it wants no more traffic, answers what it has, and comes back with a weight that grows. Look at
// "failure rate" before and after, which must be 0 with the hooks or the run ends with 99, and at what was done to
// the instances meanwhile. One learns that a restart need not lose a request, and what has to happen for that.
import { defineExperiment, poisson } from 'kneepoint'

export default defineExperiment({
  name: 'rolling-restart',
  variants: [
    { name: 'killed', target: { builtin: 'service', instances: 3, serviceMs: 20 } },
    {
      name: 'drained',
      target: {
        builtin: 'service',
        instances: 3,
        serviceMs: 20,
        hooks: { lifecycle: { preheatMs: 400, drainDelayMs: 400, idleGraceMs: 200 } },
      },
    },
  ],
  traffic: [
    {
      name: 'reads',
      arrivals: poisson({ rate: 150, duration: '5m' }),
      requests: [{ path: '/items/7' }],
      slo: { failureRate: 0, requiredOf: ['drained'] },
    },
  ],
  during: { kind: 'rolling-restart', pauseMs: 0 },
  measures: ['failureRate'],
  blocks: { rounds: 20, measuredMs: 20_000, quick: { rounds: 3, measuredMs: 20_000 } },
})
