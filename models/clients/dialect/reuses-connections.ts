import type { PoolSettings } from '../../pool/settings.ts'

/**
 * Whether a connection can serve a second request at all, once times are rounded down to whole milliseconds.
 * Where not, a patch has to turn keep-alive off: most clients read a 0 in these settings as their default or
 * as no limit.
 */
export function reusesConnections(settings: PoolSettings): boolean {
  return (
    settings.maxIdlePerHost >= 1 &&
    settings.idleTimeoutMs >= 1 &&
    settings.maxLifetimeMs >= 1 &&
    settings.maxRequestsPerConn >= 2
  )
}
