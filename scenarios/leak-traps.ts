// Three ways to leak memory that pass every test and bring a service down after some days, each before and after it was
// mended: a request kept in a global map, a callback that keeps its handler, and buffers that are not returned to their
// pool. Look at the slope, in bytes a request, at the function and line that it is put down to, and at what keeps the
// memory alive; the mended twins allocate as much, and keep none of it.
import { defineLeakCheck } from 'kneepoint'

const before = (trap: 'request-map' | 'callback-handler' | 'buffer-pool') => ({
  name: trap,
  target: { builtin: 'trap' as const, trap },
  leaks: true,
})

const after = (trap: 'request-map' | 'callback-handler' | 'buffer-pool') => ({
  name: `${trap}-fixed`,
  target: { builtin: 'trap' as const, trap, fixed: true },
})

export default defineLeakCheck({
  name: 'leak-traps',
  variants: [
    before('request-map'),
    after('request-map'),
    before('callback-handler'),
    after('callback-handler'),
    before('buffer-pool'),
    after('buffer-pool'),
  ],
  requests: [{ path: '/orders/{id}' }],
  rate: 200,
  limitBytes: 512 * 2 ** 20,
})
