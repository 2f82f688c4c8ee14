import type { StoredPoolSettings } from '../pool/settings.ts'

/** What to set, and why. */
export interface RecommendArtifact {
  readonly client: string
  readonly before: StoredPoolSettings
  readonly settings: StoredPoolSettings
  /** One sentence each, with the number that it rests on. */
  readonly reasons: readonly string[]
  readonly runnersUp: readonly RatedSettings[]
  readonly today: RatedSettings
  readonly chosen: RatedSettings
  /** Whether the simulator expects the chosen settings to meet the SLO. */
  readonly meetsSlo: boolean
  /** Today's settings are as good already: there is nothing to change. */
  readonly unchanged: boolean
}

/** Settings with what the simulator expects of them. */
export interface RatedSettings {
  readonly settings: StoredPoolSettings
  readonly dialsPerSecond: number
  readonly meanMs: number
  readonly p99Ms: number
  /** Mean idle connections, all pods together. */
  readonly idleConnections: number
}
