import type { Client } from '../clients/client.ts'
import type { PoolSettings } from '../pool/settings.ts'

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

/** Today's settings with those that can be set at their widest: what no other settings of the client can better. */
export function widest(client: Pick<Client, 'native'>, today: PoolSettings, safeMs: number): PoolSettings {
  const can = canSet(client)
  return {
    ...today,
    idleTimeoutMs: can.idleTimeout ? safeMs : today.idleTimeoutMs,
    maxIdlePerHost: can.maxIdle ? Infinity : today.maxIdlePerHost,
  }
}
