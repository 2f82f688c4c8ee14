import type { NightRecord, NightVerdict } from '../../models/nightly/night-record.ts'

/** What a nightly has to say about all its scenarios. */
export interface NightlyReport {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly commit: string | null
  /** For people. */
  readonly environment: string
  readonly nights: readonly ScenarioNight[]
}

export interface ScenarioNight {
  readonly scenario: string
  readonly verdict: NightVerdict
  /** One sentence. */
  readonly why: string
  /** `null` where nothing could be measured. */
  readonly tonight: NightRecord | null
  /** The night that tonight was compared with; `null` where none is pinned, or the baseline was measured in turns. */
  readonly baseline: Pick<NightRecord, 'at' | 'commit'> | null
  /** Comparable nights, oldest first, tonight among them where it was measured. */
  readonly history: readonly NightRecord[]
  /** What the user should know though it is no finding, one sentence each. */
  readonly notes: readonly string[]
}
