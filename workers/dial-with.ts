import { UndiciConnection } from './undici/connection-undici.ts'
import { WireConnection } from './wire/connection-wire.ts'
import type { Dial, Driver, Endpoint, WireRequest } from './connection.ts'

/** How connections to an endpoint are opened, with one driver or the other. */
export function dialWith(driver: Driver, endpoint: Endpoint): Dial<WireRequest> {
  if (driver === 'undici') return (listener) => new UndiciConnection(endpoint, listener)
  return (listener) => new WireConnection(endpoint, listener)
}
