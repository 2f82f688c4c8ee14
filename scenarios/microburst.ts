// Forty requests a second on the average, half of them in bursts of 25 ms: a chart by the second shows a quiet
// service, and for those 25 ms it is asked twenty times as fast. OkHttp keeps five idle connections; every burst needs
// more, dials them, and throws them away. Look at "dials per second" before and after and at the sentence on
// maxIdlePerHost. One learns that the idle cap has to fit the peak of some 10 ms, which no average shows, and that
// the idle timeout only has to outlast the pause between two bursts.
import { defineScenario, week } from 'kneepoint'

export default defineScenario({
  name: 'microburst',
  target: { builtin: 'shop', tls: true, link: { rttMs: 8 } },
  arrivals: week({
    meanRate: 40,
    shape: 'flat',
    noise: { relativeSd: 0 },
    bursts: { factor: 20, onMs: 25, offMs: 975 },
    flashCrowds: 0,
  }),
  requests: [{ path: '/products/{id}' }],
  pods: 2,
  client: 'okhttp',
})
