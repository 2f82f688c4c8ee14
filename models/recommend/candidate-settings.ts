import type { Client } from '../clients/client.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { canSet } from './can-set.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'
import { shortlist } from './shortlist.ts'

/**
 * The settings that are simulated in full: the shortlist, with today's value for what is not varied or cannot be set.
 *
 * @param options.cap for `maxConnsPerHost`, or `null` to leave it
 * @param options.spare ≥ 1: how much more than the model asks for may be recommended
 * @returns at least one; today's settings alone where nothing can be set
 * @throws RangeError when the surface has no idle timeout that is safe
 */
export function candidateSettings(options: {
  readonly client: Pick<Client, 'native'>
  readonly today: PoolSettings
  readonly cells: readonly SurfaceCell[]
  readonly safe: SafeIdleTimeout
  readonly cap: number | null
  readonly spare: number
}): PoolSettings[] {
  const { client, today, cells, safe, cap, spare } = options
  const can = canSet(client)
  const pairs = shortlist({
    cells,
    safeIdleTimeoutMs: safe.limitMs,
    serverIdleMs: safe.serverIdleMs,
    today,
    can,
    spare,
  })
  return pairs.map(({ idleTimeoutMs, maxIdle }) => ({
    ...today,
    idleTimeoutMs,
    maxIdlePerHost: maxIdle,
    maxConnsPerHost: cap === null || !can.maxConns ? today.maxConnsPerHost : cap,
  }))
}
