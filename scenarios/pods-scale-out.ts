// The same traffic over two pods and over six. Scaling out thins the traffic of each pod, and every pod has a pool of its
// own: connections rest longer between two requests, so that the 5 s of Node's agent close more of them, and the server
// holds idle ones for six pods in place of two. Compare "dials per second", the idle connections and the settings of
// the two reports. One learns that settings fit a number of pods. What an autoscaler makes of it, in virtual time:
// kneepoint simulate 'scenarios/pods-scale-out.ts#two-pods' --autoscale min=2,max=6,rate=1
import { defineScenario, week } from 'kneepoint'

function withPods(name: string, pods: number) {
  return defineScenario({
    name,
    target: { builtin: 'shop', tls: true, link: { rttMs: 4 } },
    arrivals: week({ meanRate: 3, shape: 'flat', flashCrowds: 0 }),
    requests: [{ path: '/products/{id}' }],
    pods,
    client: 'node-http-agent',
  })
}

export default [withPods('two-pods', 2), withPods('six-pods', 6)]
