/**
 * What came of one connection that a request was to be sent on near the server's close.
 *
 * - `answered`: it was sent, and answered.
 * - `reset`, `closed`, `silent`: it was sent, and met a RST, the end of the connection, or nothing in place of an answer.
 * - `fresh`: the close was seen before it was to be sent: a pool would have dialed a fresh connection.
 */
export type RaceResult = 'answered' | 'reset' | 'closed' | 'silent' | 'fresh'

export interface RaceOutcome {
  /** How long the connection had been idle when the request was sent, or was to be sent (`fresh`). */
  readonly idleMs: number
  readonly result: RaceResult
}

export type RaceCounts = Readonly<Record<RaceResult, number>>

/** Times in ms. */
export interface RaceSummary {
  readonly counts: RaceCounts
  /** Requests that went out on a connection that looked open. */
  readonly sent: number
  /** Those of them without an answer. */
  readonly failed: number
  /** Of those sent; 0 when none was. */
  readonly failedShare: number
  /** Shortest and longest idle time at which a request failed; `null` when none did. */
  readonly window: { readonly fromMs: number; readonly toMs: number } | null
  /** Counts by idle time: intervals of equal length, together all outcomes. */
  readonly byIdleTime: readonly RaceInterval[]
}

export interface RaceInterval {
  readonly fromMs: number
  /** Not included but in the last interval. */
  readonly toMs: number
  readonly counts: RaceCounts
}

const NO_COUNTS: RaceCounts = { answered: 0, reset: 0, closed: 0, silent: 0, fresh: 0 }

/**
 * Counts the outcomes of a race, by the time for which connections had been idle.
 *
 * @param intervals how many, ≥ 1
 */
export function describeRace(outcomes: readonly RaceOutcome[], intervals = 8): RaceSummary {
  const counts = countResults(outcomes)
  const failures = outcomes.filter(({ result }) => hasFailed(result)).map(({ idleMs }) => idleMs)
  const sent = outcomes.length - counts.fresh
  return {
    counts,
    sent,
    failed: failures.length,
    failedShare: sent === 0 ? 0 : failures.length / sent,
    window: failures.length === 0 ? null : { fromMs: Math.min(...failures), toMs: Math.max(...failures) },
    byIdleTime: intoIntervals(outcomes, intervals),
  }
}

function hasFailed(result: RaceResult): boolean {
  return result !== 'answered' && result !== 'fresh'
}

function countResults(outcomes: readonly RaceOutcome[]): RaceCounts {
  const counts = { ...NO_COUNTS }
  for (const { result } of outcomes) counts[result]++
  return counts
}

function intoIntervals(outcomes: readonly RaceOutcome[], most: number): RaceInterval[] {
  if (outcomes.length === 0) return []
  const times = outcomes.map(({ idleMs }) => idleMs)
  const firstMs = Math.min(...times)
  const lastMs = Math.max(...times)
  const count = firstMs === lastMs ? 1 : most
  const lengthMs = (lastMs - firstMs) / count
  const indexOf = (idleMs: number) =>
    lengthMs === 0 ? 0 : Math.min(count - 1, Math.floor((idleMs - firstMs) / lengthMs))
  return Array.from({ length: count }, (_, i) => ({
    fromMs: firstMs + i * lengthMs,
    toMs: i === count - 1 ? lastMs : firstMs + (i + 1) * lengthMs,
    counts: countResults(outcomes.filter(({ idleMs }) => indexOf(idleMs) === i)),
  }))
}
