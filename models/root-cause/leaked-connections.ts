import type { PoolVitals, ServiceVitals } from './observation.ts'
import type { LinkedAttempt } from './linked-spans.ts'
import { median } from '../statistics/median.ts'

/** Connections that are out although no call uses them. */
export interface LeakedConnections {
  readonly count: number
  readonly limit: number
  /** In use or not, at the end of the stretch. */
  readonly busy: number
  readonly longestHeldMs: number
  /** Requests in work at the called service, queued ones with them; `null` where it says nothing of itself. */
  readonly calleeInWork: number | null
}

const NONE_LEAKED: LeakedConnections = {
  count: 0,
  limit: 0,
  busy: 0,
  longestHeldMs: 0,
  calleeInWork: null,
}

/**
 * Counts connections that a pool has lost: out for longer than any call took, and more of them out than there is use
 * for. A use is a call past its wait for a connection, or a request that the called service is still at although the caller
 * has given up. Counted over the last quarter of the samples, where a leak has come furthest, and their median taken.
 *
 * @param vitals of the calling service, in order of time
 * @param calleeVitals of the called service, in order of time
 * @param attempts all calls through the pool
 */
export function leakedConnections(
  peer: string,
  vitals: readonly ServiceVitals[],
  calleeVitals: readonly ServiceVitals[],
  attempts: readonly LinkedAttempt[],
): LeakedConnections {
  const longestUseMs = attempts.reduce(
    (longest, { span, answer }) => Math.max(longest, span.durationMs - span.waitMs, answer?.durationMs ?? 0),
    0,
  )
  const last = vitals.slice(Math.floor(vitals.length * (1 - LAST_PART))).flatMap((sample) => {
    const pool = sample.pools.find((each) => each.peer === peer)
    if (pool === undefined) return []
    const calleeInWork = inWork(calleeVitals, sample.atEpochMs)
    const used = Math.max(inUse(attempts, sample.atEpochMs), calleeInWork ?? 0)
    return [{ pool, calleeInWork, unused: unusedOf(pool, used, longestUseMs) }]
  })
  const end = last.at(-1)
  if (end === undefined) return NONE_LEAKED
  return {
    count: median(last.map(({ unused }) => unused)),
    limit: end.pool.limit,
    busy: end.pool.busy,
    longestHeldMs: end.pool.longestHeldMs,
    calleeInWork: end.calleeInWork,
  }
}

const LAST_PART = 0.25

function unusedOf(pool: PoolVitals, used: number, longestUseMs: number): number {
  return pool.longestHeldMs > longestUseMs ? Math.max(0, pool.busy - used) : 0
}

/** Calls that have their connection, by the clock of the service whose vitals and client spans these are. */
function inUse(attempts: readonly LinkedAttempt[], atEpochMs: number): number {
  return attempts.filter(({ span, answer }) => {
    const got = span.startedAtEpochMs + span.waitMs
    const used = Math.max(span.startedAtEpochMs + span.durationMs, got + (answer?.durationMs ?? 0))
    return got <= atEpochMs && atEpochMs < used
  }).length
}

/** Of the sample nearest in time. Clocks may differ a little: what it tells is an upper bound beside another. */
function inWork(vitals: readonly ServiceVitals[], atEpochMs: number): number | null {
  let nearest: ServiceVitals | null = null
  for (const sample of vitals) {
    const isNearer =
      nearest === null || Math.abs(sample.atEpochMs - atEpochMs) < Math.abs(nearest.atEpochMs - atEpochMs)
    if (isNearer) nearest = sample
  }
  return nearest === null ? null : nearest.inFlight + nearest.queued
}
