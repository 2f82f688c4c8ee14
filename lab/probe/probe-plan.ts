import type { Client } from '../../models/clients/client.ts'
import type { Endpoint, WireRequest } from '../../workers/connection.ts'

/** What a probe is to do. */
export interface ProbePlan {
  readonly endpoint: Endpoint
  readonly request: WireRequest
  /** Longest idle time that is looked at, in ms; `null` to let it follow from the server's hint. */
  readonly upToMs: number | null
  /** Open at once, at most. */
  readonly connections: number
  /** Whether to meet the server's close on purpose. */
  readonly race: boolean
  /** Whose idle timeout is worked out. */
  readonly clients: readonly Client[]
}

const WITHOUT_HINT_MS = 120_000
const BEYOND_HINT_MS = 5000
const LONGEST_HINT_MS = 300_000

/**
 * How long idle connections are watched: as long as was asked; else 5 s beyond the server's hint, where that is 5 min at
 * most; else 2 min.
 */
export function capOf({ upToMs }: Pick<ProbePlan, 'upToMs'>, hintMs: number | null): number {
  if (upToMs !== null) return upToMs
  return hintMs === null || hintMs > LONGEST_HINT_MS ? WITHOUT_HINT_MS : hintMs + BEYOND_HINT_MS
}
