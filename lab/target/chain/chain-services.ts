import type { ChainService } from './chain-options.ts'

/**
 * The chain: gateway → orders → inventory → database. Service times are waits, not work of the processor, so that four
 * processes and the load fit on two cores. In the healthy state each caller waits longer than its callee does, nobody
 * tries again, and at 80 requests/s no pool or service is more than a fourth in use.
 */
export const CHAIN: readonly ChainService[] = [
  {
    name: 'gateway',
    serviceMs: { meanMs: 3, cv: 0.5 },
    peer: 'orders',
    settings: { slots: 64, timeoutMs: 1_500, retries: 0, poolLimit: 32 },
  },
  {
    name: 'orders',
    serviceMs: { meanMs: 8, cv: 0.5 },
    peer: 'inventory',
    settings: { slots: 48, timeoutMs: 1_100, retries: 0, poolLimit: 24 },
  },
  {
    name: 'inventory',
    serviceMs: { meanMs: 6, cv: 0.5 },
    peer: 'database',
    settings: { slots: 32, timeoutMs: 700, retries: 0, poolLimit: 12 },
  },
  {
    name: 'database',
    serviceMs: { meanMs: 18, cv: 0.5 },
    peer: null,
    settings: { slots: 12, timeoutMs: 700, retries: 0, poolLimit: 1 },
  },
]

/**
 * How long a service takes for a request on the average when nobody waits: its own work and that of all behind it, in ms.
 *
 * @throws RangeError for a service that is not in the chain
 */
export function usualMs(name: string): number {
  const at = CHAIN.findIndex((each) => each.name === name)
  if (at === -1) throw new RangeError(`there is no service ${name} in the chain`)
  return CHAIN.slice(at).reduce((sum, { serviceMs }) => sum + serviceMs.meanMs, 0)
}
