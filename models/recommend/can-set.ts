import type { Client } from '../clients/client.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { type Bounds, longestAllowedMs } from './bounds.ts'

/** Which of the settings that are recommended a client has at all. */
export interface CanSet {
  readonly idleTimeout: boolean
  readonly maxIdle: boolean
  readonly maxConns: boolean
}

export function canSet({ native }: Pick<Client, 'native'>): CanSet {
  return {
    idleTimeout: native.idleTimeoutMs !== undefined,
    maxIdle: native.maxIdlePerHost !== undefined,
    maxConns: native.maxConnsPerHost !== undefined,
  }
}

/** Today's settings with those that can be set at the widest that the bounds allow: what settings are compared with. */
export function widest(
  client: Pick<Client, 'native'>,
  today: PoolSettings,
  safeMs: number,
  bounds: Bounds = {},
): PoolSettings {
  const can = canSet(client)
  return {
    ...today,
    idleTimeoutMs: can.idleTimeout ? longestAllowedMs(bounds, safeMs) : today.idleTimeoutMs,
    maxIdlePerHost: can.maxIdle ? (bounds.maxIdlePerHost?.max ?? Infinity) : today.maxIdlePerHost,
    maxConnsPerHost: can.maxConns ? (bounds.maxConnsPerHost?.max ?? Infinity) : today.maxConnsPerHost,
  }
}
