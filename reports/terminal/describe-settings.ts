import type { StoredPoolSettings } from '../../models/pool/settings.ts'

/** The settings that kneepoint recommends, on one line. */
export function describeSettings({
  idleTimeoutMs,
  maxIdlePerHost,
  maxConnsPerHost,
}: StoredPoolSettings): string {
  const idle = idleTimeoutMs === null ? 'no limit' : `${idleTimeoutMs / 1000} s`
  return `idleTimeout ${idle}, maxIdlePerHost ${maxIdlePerHost ?? 'no limit'}, maxConnsPerHost ${maxConnsPerHost ?? 'no limit'}`
}
