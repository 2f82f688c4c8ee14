import type { IdleWatch } from '../recommend/safe-idle-timeout.ts'
import { median } from '../statistics/median.ts'
import { type CloseWay, type IdleObservation, isAnnounced } from './idle-observation.ts'

/** When a server closes idle connections, as far as connections left idle have shown. Times in ms. */
export interface IdleTimeoutEstimate {
  /**
   * The longest idle time after which a connection was usable: a request was answered, or it was open and the server
   * is one that announces its closes. 0 where none was. Above `closedMs` where connections are not all closed after
   * the same time.
   */
  readonly openMs: number
  /** The shortest idle time after which a connection was closed; `null` where none was. */
  readonly closedMs: number | null
  /** How most of them were closed; of ways equally common, that of the shortest time. */
  readonly way: CloseWay | null
  readonly ways: Readonly<Partial<Record<CloseWay, number>>>
  /** Closes that were seen as they happened; `null` where there are none. */
  readonly seenCloses: IdleTimeSpread | null
  /** The longest idle time after which a request was answered; `null` where none was. */
  readonly answeredMs: number | null
}

export interface IdleTimeSpread {
  readonly count: number
  readonly shortestMs: number
  readonly medianMs: number
  readonly longestMs: number
}

type Closed = Extract<IdleObservation, { readonly kind: 'closed' }>

/**
 * Brackets a server's idle timeout. An idle connection that looks open says nothing once another one could not be used
 * although nothing had been heard of a close: then only answers count, and closes that were seen before. A request that
 * fails just when connections are seen to be closed has met that close on its way.
 *
 * @param raceMs how far from a close that was seen such a request may have been sent: a round trip, and lags; ≥ 0
 */
export function estimateIdleTimeout(
  observations: readonly IdleObservation[],
  raceMs = 0,
): IdleTimeoutEstimate {
  const closed = observations
    .filter((each): each is Closed => each.kind === 'closed')
    .sort((a, b) => a.idleMs - b.idleMs)
  const seen = closed.filter(({ way }) => isAnnounced(way)).map(({ idleMs }) => idleMs)
  const answered = observations.filter(({ kind }) => kind === 'answered').map(({ idleMs }) => idleMs)
  const open = observations.filter(({ kind }) => kind === 'open').map(({ idleMs }) => idleMs)
  const metClose = (idleMs: number) => seen.some((seenMs) => Math.abs(seenMs - idleMs) <= raceMs)
  const unheardMs =
    closed.find(({ way, idleMs }) => !isAnnounced(way) && !metClose(idleMs))?.idleMs ?? Infinity
  const looked = unheardMs === Infinity ? [...open, ...seen] : seen.filter((idleMs) => idleMs < unheardMs)
  const ways = countWays(closed)
  return {
    openMs: Math.max(0, ...answered, ...looked),
    closedMs: closed[0]?.idleMs ?? null,
    way: commonest(ways),
    ways,
    seenCloses: spreadOf(seen),
    answeredMs: answered.length === 0 ? null : Math.max(...answered),
  }
}

/**
 * The same as a single connection would have shown it, for the reckoning of a safe timeout: closed after the shortest
 * time, or where the close was not seen as it happened, after the longest that was well before it.
 */
export function idleWatchOf({ openMs, closedMs, seenCloses }: IdleTimeoutEstimate): IdleWatch {
  if (closedMs === null) return { closedAfterMs: null, openForMs: openMs }
  const wasSeen = seenCloses?.shortestMs === closedMs
  return { closedAfterMs: wasSeen ? closedMs : Math.min(openMs, closedMs), openForMs: openMs }
}

/** Keys in the order of the shortest time of each way. */
function countWays(closed: readonly Closed[]): Partial<Record<CloseWay, number>> {
  const counts: Partial<Record<CloseWay, number>> = {}
  for (const { way } of closed) counts[way] = (counts[way] ?? 0) + 1
  return counts
}

function commonest(ways: Readonly<Partial<Record<CloseWay, number>>>): CloseWay | null {
  const entries = Object.entries(ways) as Array<[CloseWay, number]>
  const [first] = entries.toSorted(([, a], [, b]) => b - a)
  return first?.[0] ?? null
}

/** @param times ascending */
function spreadOf(times: readonly number[]): IdleTimeSpread | null {
  const [shortestMs] = times
  const longestMs = times.at(-1)
  if (shortestMs === undefined || longestMs === undefined) return null
  return { count: times.length, shortestMs, medianMs: median(times), longestMs }
}
