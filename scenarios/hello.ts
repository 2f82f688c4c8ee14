// The smallest scenario: one kind of request, a constant rate, ten seconds. It shows the parts that every
// scenario has, and that a pool which is busy all the time dials once and then reuses: look at "dials per second",
// which is next to nothing on both sides, and at how little there is to gain.
import { constant, defineScenario } from 'kneepoint'

export default defineScenario({
  name: 'hello',
  target: { builtin: 'shop' },
  arrivals: constant({ rate: 50, duration: '10s' }),
  requests: [{ path: '/products/{id}' }],
  pods: 1,
})
