// Orders, batch jobs and streamed downloads through one gateway, which has eleven connections to the service behind it.
// Shared by all, they are taken by whatever takes longest, and an order of 4 ms waits for jobs of 400 ms. Given to
// each class (a bulkhead: two, six and three), the same eleven connections keep orders out of that queue. Look at the
// objectives, of which each class has its own, and at what jobs pay for it. One learns that a pool of connections is a
// queue, and that whoever shares one waits for its slowest.
import { defineExperiment, poisson } from 'kneepoint'

export default defineExperiment({
  name: 'workload-classes',
  variants: [
    { name: 'shared', target: { builtin: 'service', downstream: 1, pools: 11 } },
    {
      name: 'separated',
      target: { builtin: 'service', downstream: 1, pools: { orders: 2, jobs: 6, downloads: 3 } },
    },
  ],
  traffic: [
    {
      name: 'orders',
      arrivals: poisson({ rate: 60, duration: '5m' }),
      requests: [{ path: '/work?class=orders&holdMs=4' }],
      slo: { p99Ms: 60, failureRate: 0.001, requiredOf: ['separated'] },
    },
    {
      name: 'jobs',
      arrivals: poisson({ rate: 13.5, duration: '5m' }),
      requests: [{ path: '/work?class=jobs&holdMs=400' }],
      slo: { p99Ms: 3000, failureRate: 0.01 },
    },
    {
      name: 'downloads',
      arrivals: poisson({ rate: 8, duration: '5m' }),
      requests: [{ path: '/work?class=downloads&holdMs=250&chunks=10' }],
      slo: { p99Ms: 1000, failureRate: 0.01 },
    },
  ],
  measures: ['p99'],
  // Long enough for a queue to be what it will be.
  blocks: { warmupMs: 1500, quick: { rounds: 6, warmupMs: 800, measuredMs: 2000 } },
})
