import type { ServiceOptions } from './service-options.ts'

/** A service without any hook. */
export const PLAIN_SERVICE: ServiceOptions = {
  name: 'service',
  seed: 1,
  hooks: { context: false, metrics: false, recovery: false, lifecycle: false },
  codec: null,
  headers: null,
  serviceMs: 0,
  errorRate: 1,
  slots: null,
  pools: null,
  listLength: 3,
  itemBytes: 100,
  downstream: null,
  certificate: null,
}

/** The same with those hooks. */
export function serviceWith(hooks: Partial<ServiceOptions['hooks']>): ServiceOptions {
  return { ...PLAIN_SERVICE, hooks: { ...PLAIN_SERVICE.hooks, ...hooks } }
}
