// Metrics labelled by what clients say in headers, and clients that say something new every time. Without a limit each
// tenant is a series for ever: memory grows with them, and the page that a scraper reads, which the service has to
// write while requests wait. With a limit the first hundred values are let through, and all others are "overflow";
// where there is no header it is "unknown". Look at "metrics.series", at the RSS peak, and at the responses to
// "scrapes". One learns that a label that clients choose is memory that clients choose.
import { defineExperiment, poisson } from 'kneepoint'

export default defineExperiment({
  name: 'label-cardinality',
  variants: [
    { name: 'no-limit', target: { builtin: 'service', hooks: { metrics: { limit: null } } } },
    { name: 'limit-100', target: { builtin: 'service', hooks: { metrics: { limit: 100 } } } },
  ],
  traffic: [
    {
      name: 'reads',
      arrivals: poisson({ rate: 300, duration: '5m' }),
      requests: [
        {
          weight: 9,
          path: '/items/7',
          headers: { 'x-tenant': '{tenant}', 'x-api-version': '{version}' },
          parameters: {
            tenant: { kind: 'uuid' },
            version: { kind: 'choice', values: ['v1', 'v2'] },
          },
        },
        { weight: 1, path: '/items/8' },
      ],
    },
    { name: 'scrapes', arrivals: poisson({ rate: 2, duration: '5m' }), requests: [{ path: '/metrics' }] },
  ],
  measures: ['rssPeak', 'allocatedPerRequest', 'cpuPerRequest', 'eventLoopDelay'],
})
