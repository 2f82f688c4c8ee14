import { type Client, policyOf } from '../clients/client.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { idleTimeoutWithin } from './expiry-slack.ts'
import { roundDown, type SafeIdleTimeout } from './safe-idle-timeout.ts'

/**
 * Settings that were recommended for one client, as they are safe for another: a client that hands out connections past
 * their idle timeout needs a shorter one to close before the server.
 *
 * @param safe of the run; `null` where it is not known, which leaves the settings as they are
 */
export function settingsForClient(
  settings: PoolSettings,
  {
    own,
    client,
    safe,
  }: { readonly own: Client; readonly client: Client; readonly safe: SafeIdleTimeout | null },
): PoolSettings {
  if (client === own || safe === null) return settings
  const longestMs = roundDown(
    idleTimeoutWithin(safe.serverIdleMs - safe.marginMs, policyOf(client, 'patched')),
  )
  return longestMs < settings.idleTimeoutMs ? { ...settings, idleTimeoutMs: longestMs } : settings
}
