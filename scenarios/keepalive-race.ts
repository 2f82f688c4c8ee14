// A server that closes an idle connection after 2 s and does not say so, as gunicorn does, and a client that keeps it
// for 10 s, as Hertz does. A request that goes out on a connection which the server has closed fails; Hertz sends it
// again only where that is safe, and an order is not. Look at the sentence on idleTimeout: when the server was seen to
// close, what stays below that, and that today's 10 s loses the race; then at the failure rates of a full run. The
// windows of --quick are too short to fail in. What it costs in a week, in virtual time, today and with less:
// kneepoint simulate scenarios/keepalive-race.ts --set idleTimeout=900ms
import { defineScenario, week } from 'kneepoint'

export default defineScenario({
  name: 'keepalive-race',
  // Node, on which the shop runs, waits for a second longer than it is told.
  target: { builtin: 'shop', keepAliveTimeoutMs: 1000, keepAliveHeader: false },
  arrivals: week({
    meanRate: 40,
    shape: 'flat',
    bursts: { factor: 8, onMs: 200, offMs: 2800 },
    flashCrowds: 0,
  }),
  requests: [{ method: 'POST', path: '/orders', body: { items: [{ productId: '{id}', quantity: 1 }] } }],
  pods: 2,
  client: 'hertz',
})
