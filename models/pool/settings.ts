/**
 * What a user can set on a connection pool, under one canonical set of names. Every client's own names and
 * units live in its file in `models/clients/`.
 *
 * Times are milliseconds, counts are per pool (one client process) and per host. `Infinity` means no limit.
 */
export interface PoolSettings {
  /** How long a connection may stay idle before the pool closes it. > 0. */
  readonly idleTimeoutMs: number
  /** Idle connections kept per host; ≥ 0, where 0 turns reuse off. */
  readonly maxIdlePerHost: number
  /** Open connections per host: dialing + busy + idle; ≥ 1. */
  readonly maxConnsPerHost: number
  /** Age at which a connection is no longer handed out. > 0. */
  readonly maxLifetimeMs: number
  /** Requests after which a connection is closed; ≥ 1. */
  readonly maxRequestsPerConn: number
  /** How long a request may wait for a connection at `maxConnsPerHost` before it is rejected; ≥ 0. */
  readonly waitTimeoutMs: number
  /** Requests that may wait at once at `maxConnsPerHost`; one more is rejected; ≥ 0. */
  readonly maxWaiting: number
}

/** No limit on anything: every connection is kept for ever and every request gets one at once. */
export const UNLIMITED: PoolSettings = {
  idleTimeoutMs: Infinity,
  maxIdlePerHost: Infinity,
  maxConnsPerHost: Infinity,
  maxLifetimeMs: Infinity,
  maxRequestsPerConn: Infinity,
  waitTimeoutMs: Infinity,
  maxWaiting: Infinity,
}

/** What a user can set, by its canonical name. */
export type PoolSettingName = keyof PoolSettings

/** Settings as JSON holds them: `null` stands for no limit, which JSON has no number for. */
export type StoredPoolSettings = { readonly [Name in PoolSettingName]: number | null }

export function toStored(settings: PoolSettings): StoredPoolSettings {
  const stored: Record<string, number | null> = {}
  for (const [name, value] of Object.entries(settings)) stored[name] = value === Infinity ? null : value
  return stored as StoredPoolSettings
}

export function fromStored(stored: StoredPoolSettings): PoolSettings {
  const settings: Record<string, number> = { ...UNLIMITED }
  for (const [name, value] of Object.entries(stored)) settings[name] = value ?? Infinity
  return settings as unknown as PoolSettings
}
