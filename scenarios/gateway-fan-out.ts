// A gateway on nginx with three upstreams, which are unlike one another: a catalogue next door that is asked often, a
// search that is slow and can do little at once, and payments far away behind TLS, seldom asked. Each upstream has
// a pool of its own, so each is a scenario of its own: `run` does them in turn, `run scenarios/gateway-fan-out.ts#search`
// does one. Compare the three recommendations: what is right for one pool is wrong for the next, and so one block of
// settings for all upstreams is wrong for most.
import { defineScenario, poisson } from 'kneepoint'

const gateway = { pods: 1, client: 'nginx-upstream' } as const

export default [
  defineScenario({
    ...gateway,
    name: 'catalogue',
    target: { builtin: 'shop' },
    arrivals: poisson({ rate: 120, duration: '10m' }),
    requests: [{ path: '/products/{id}' }],
  }),
  defineScenario({
    ...gateway,
    name: 'search',
    target: { builtin: 'shop', slots: 2, link: { rttMs: 2 } },
    arrivals: poisson({ rate: 30, duration: '10m' }),
    requests: [{ path: '/search?q={term}' }],
    slo: { p99Ms: 100 },
  }),
  defineScenario({
    ...gateway,
    name: 'payments',
    target: { builtin: 'shop', tls: 'rsa', link: { rttMs: 40 }, keepAliveTimeoutMs: 20_000 },
    arrivals: poisson({ rate: 8, duration: '10m' }),
    requests: [{ method: 'POST', path: '/orders', body: { items: [{ productId: '{id}', quantity: 1 }] } }],
    slo: { p99Ms: 400 },
  }),
]
