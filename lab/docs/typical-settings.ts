import type { Client } from '../../models/clients/client.ts'
import type { PoolSettingName, PoolSettings } from '../../models/pool/settings.ts'

/** Settings as a run recommends them for a server that announces 65 s: the three that a recommendation decides. */
export const TYPICAL = { idleTimeoutMs: 64_000, maxIdlePerHost: 12, maxConnsPerHost: 32 } as const

export const decidedSettings = Object.keys(TYPICAL) as ReadonlyArray<keyof typeof TYPICAL>

/** The typical ones, and the client's own defaults for the rest, where it has such settings at all. */
export function typicalSettings(client: Client): PoolSettings {
  return { ...client.defaults, ...TYPICAL }
}

/** Those of the three that the client has words for. */
export function settableTypical(client: Client): readonly PoolSettingName[] {
  return decidedSettings.filter((name) => client.native[name] !== undefined)
}
