// Twelve headers on each response and eight on each call to the next service: built anew for each message, laid out
// once and copied, or in arrays that are taken from a pool and given back. Look at the bytes allocated, at the pauses of
// the garbage collector and at the P99. One learns how little headers are of what a request costs, and that a pool of
// small arrays gains nothing on top: they die young, and what dies young costs a garbage collector next to nothing.
import { constant, defineExperiment } from 'kneepoint'

const modes = ['built', 'encoded', 'pooled'] as const

export default defineExperiment({
  name: 'header-reuse',
  variants: modes.map((headers) => ({
    name: headers,
    target: { builtin: 'service', headers, downstream: 1 } as const,
  })),
  traffic: [
    {
      name: 'responses',
      arrivals: constant({ rate: 300, duration: '5m' }),
      requests: [{ path: '/items/7' }],
    },
    { name: 'calls', arrivals: constant({ rate: 80, duration: '5m' }), requests: [{ path: '/downstream' }] },
  ],
  measures: ['p99', 'cpuPerRequest', 'allocatedPerRequest', 'gcPerThousand', 'gcLongest'],
  blocks: { quick: { rounds: 8, warmupMs: 250, measuredMs: 1100 } },
})
