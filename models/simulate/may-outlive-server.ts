import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { SystemModel } from './system-model.ts'

/** Whether a connection may still be idle at the client when the server closes it, and the client notices. */
export function mayOutliveServer(settings: PoolSettings, policy: PoolPolicy, system: SystemModel): boolean {
  if (system.serverIdleTimeoutMs === Infinity || policy.seesClose === 'when-used') return false
  if (policy.expiry.kind !== 'timer') return true
  const { serverHint } = policy
  const idleMs =
    serverHint.kind === 'replace' && system.hintMs !== null
      ? Math.min(system.hintMs - serverHint.marginMs, serverHint.ceilingMs)
      : settings.idleTimeoutMs
  return system.serverIdleTimeoutMs <= idleMs + system.rttMs
}
