import type { IdleObservation } from '../../models/probe/idle-observation.ts'
import { estimateIdleTimeout } from '../../models/probe/estimate-idle-timeout.ts'
import { ladder } from '../../models/probe/ladder.ts'
import { refineBracket } from '../../models/probe/refine-bracket.ts'
import { type ConnectionEnd, IdleConnection, type IdleConnectionOptions } from './idle-connection.ts'

export interface IdleSearchOptions extends IdleConnectionOptions {
  /** Opened at once, at most; ≥ 4. */
  readonly connections: number
  /** Longest idle time that is looked at, in ms. */
  readonly capMs: number
}

export interface IdleSearchResult {
  readonly observations: readonly IdleObservation[]
  /** Connections that carried a request and were kept. */
  readonly kept: number
  /** Connections that could not be opened, got no proper answer, or were not kept after the first. */
  readonly useless: number
  /**
   * The shortest idle time, from 0.5 s up, after which the server closed a connection that had been used again, where
   * that is clearly shorter than those left alone took: idle time alone does not explain it. `null` where there is none.
   */
  readonly closedSoonerMs: number | null
  readonly ended: 'found' | 'cap' | 'interrupted' | 'useless'
}

/** One in so many is only watched, the others are used again as well. */
const WATCHED_SHARE = 4
const FEWEST_WATCHED = 2
const SHORTEST_RUNG_MS = 500
/** After the first close is seen, how long the others are given: more than a server that sweeps once a second takes. */
const SETTLE_MS = 1500
const SETTLE_SHARE = 0.1
/** A close is sooner than another one below this share of its idle time. */
const SOONER_SHARE = 0.9
/** So that the last rung is used before the watch ends. */
const BEYOND_CAP_MS = 5

/**
 * Finds out after which idle time a server closes connections, in about that time: many are left idle at once. Most are
 * used a second time, each after another idle time (`ladder`), since not every close is announced; when such a use
 * fails, those that have answered meanwhile narrow the bracket down. Which are used when is decided once all have had
 * their first answer, since a server need not take as many as are opened.
 *
 * @param signal aborted, it ends the search with what is known
 */
export function findIdleTimeout(options: IdleSearchOptions, signal: AbortSignal): Promise<IdleSearchResult> {
  return new Promise((resolve) => new IdleSearch(options, signal, resolve).start())
}

interface Member {
  readonly connection: IdleConnection
  cancel: () => void
  /** Whether it has been idle since its first answer. */
  untouched: boolean
}

class IdleSearch {
  readonly #options: IdleSearchOptions
  readonly #signal: AbortSignal
  readonly #resolve: (result: IdleSearchResult) => void
  readonly #members = new Set<Member>()
  readonly #observations: IdleObservation[] = []
  #kept = 0
  #useless = 0
  #soonestMs = Infinity
  #phase: 'opening' | 'climbing' | 'settling' | 'refining' | 'over' = 'opening'
  #cancelEnd: () => void = () => {}

  constructor(options: IdleSearchOptions, signal: AbortSignal, resolve: (result: IdleSearchResult) => void) {
    this.#options = options
    this.#signal = signal
    this.#resolve = resolve
  }

  start(): void {
    if (this.#signal.aborted) return this.#finish('interrupted')
    this.#signal.addEventListener('abort', this.#onAbort, { once: true })
    for (let i = 0; i < this.#options.connections; i++) this.#add()
  }

  readonly #onAbort = (): void => this.#finish('interrupted')

  #add(): void {
    const connection = new IdleConnection(this.#options, {
      idle: (afterIdleMs) => this.#idle(member, afterIdleMs),
      ended: (end) => this.#ended(member, end),
    })
    const member: Member = { connection, cancel: () => {}, untouched: true }
    this.#members.add(member)
  }

  #idle(member: Member, afterIdleMs: number | null): void {
    if (afterIdleMs === null) this.#kept++
    else {
      this.#observations.push({ kind: 'answered', idleMs: afterIdleMs })
      member.untouched = false
    }
    this.#proceed()
  }

  #ended(member: Member, end: ConnectionEnd): void {
    member.cancel()
    this.#members.delete(member)
    if (end.kind === 'closed' && !member.untouched) {
      // It has been idle for less long than it is old, which may be why: the others tell the idle timeout.
      if (end.idleMs >= SHORTEST_RUNG_MS) this.#soonestMs = Math.min(this.#soonestMs, end.idleMs)
      return this.#proceed()
    }
    this.#note(end)
    const isSearching = this.#phase !== 'settling'
    if (end.kind === 'closed' && isSearching) this.#settle(end.idleMs)
    else if (end.kind === 'failed' && isSearching) this.#bound(end.afterIdleMs)
    this.#proceed()
  }

  #note(end: ConnectionEnd): void {
    if (end.kind === 'closed') {
      this.#observations.push({ kind: 'closed', way: end.way, idleMs: end.idleMs })
    } else if (end.kind === 'failed') {
      this.#observations.push({ kind: 'closed', way: end.way, idleMs: end.afterIdleMs })
    } else if (end.kind === 'not-kept' && end.afterIdleMs !== null) {
      this.#observations.push({ kind: 'answered', idleMs: end.afterIdleMs })
    } else this.#useless++
  }

  /** Closes are announced: nothing is used any more, and the others that have been idle as long may close too. */
  #settle(firstMs: number): void {
    this.#phase = 'settling'
    this.#cancelEnd()
    for (const member of this.#members) member.cancel()
    const { clock } = this.#options
    const waitMs = Math.max(SETTLE_MS, SETTLE_SHARE * firstMs)
    this.#cancelEnd = clock.at(clock.nowMs() + waitMs, () => this.#finish('found'))
  }

  #proceed(): void {
    if (this.#phase === 'over') return
    const members = [...this.#members]
    if (this.#phase === 'settling') {
      if (!members.some(({ untouched }) => untouched)) this.#finish('found')
    } else if (members.length === 0) {
      this.#finish(this.#kept === 0 ? 'useless' : 'found')
    } else if (!members.some(({ connection }) => connection.isAsking)) {
      if (this.#phase === 'refining') return this.#refine(members)
      if (this.#phase === 'opening') this.#climb(members)
      this.#watchForCap(members)
    }
  }

  /** Says which of those that are kept are used again, and when. */
  #climb(members: readonly Member[]): void {
    this.#phase = 'climbing'
    const { capMs } = this.#options
    const watched = Math.max(FEWEST_WATCHED, Math.ceil(members.length / WATCHED_SHARE))
    const count = members.length - watched
    if (count < 1) return
    const rungs = ladder({ firstMs: Math.min(SHORTEST_RUNG_MS, capMs), lastMs: capMs, count })
    for (const [i, rungMs] of rungs.entries()) {
      const member = members[i]
      if (member !== undefined) this.#useAfter(member, rungMs)
    }
  }

  /** A request found no answer: what is under way after a longer idle time would tell nothing new. */
  #bound(closedMs: number): void {
    this.#phase = 'refining'
    for (const member of this.#members) {
      member.cancel()
      const { usedAfterMs } = member.connection
      if (usedAfterMs !== null && usedAfterMs >= closedMs) {
        member.connection.close()
        this.#members.delete(member)
      }
    }
  }

  /** The search ends when all that were left alone have been idle for the longest time looked at. */
  #watchForCap(members: readonly Member[]): void {
    this.#cancelEnd()
    const { clock, capMs } = this.#options
    const untouched = members.filter((member) => member.untouched)
    const since = untouched.map(({ connection }) => connection.idleSinceMs ?? 0)
    const endMs = since.length === 0 ? clock.nowMs() : Math.max(...since) + capMs + BEYOND_CAP_MS
    this.#cancelEnd = clock.at(endMs, () => {
      if (this.#phase === 'climbing' && !this.#isAsking()) this.#finish('cap')
    })
  }

  #isAsking(): boolean {
    return [...this.#members].some(({ connection }) => connection.isAsking)
  }

  /** Once nothing is under way: uses those that can narrow the bracket, or ends where none can. */
  #refine(members: readonly Member[]): void {
    this.#cancelEnd()
    const closedMs = estimateIdleTimeout(this.#observations).closedMs ?? Infinity
    const answered = this.#observations.filter(({ kind, idleMs }) => kind === 'answered' && idleMs < closedMs)
    const openMs = Math.max(0, ...answered.map(({ idleMs }) => idleMs))
    const idleMs = members.map(({ connection }) => connection.idleMs ?? 0)
    const useAt = refineBracket({ openMs, closedMs }, idleMs)
    if (useAt.every((each) => each === null)) return this.#finish('found')
    members.forEach((member, i) => {
      const atMs = useAt[i]
      if (atMs !== null && atMs !== undefined) this.#useAfter(member, atMs)
    })
  }

  #useAfter(member: Member, idleMs: number): void {
    const { clock } = this.#options
    member.cancel()
    const sinceMs = member.connection.idleSinceMs ?? clock.nowMs()
    member.cancel = clock.at(sinceMs + idleMs, () => member.connection.use())
  }

  #finish(ended: IdleSearchResult['ended']): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#cancelEnd()
    for (const { connection, cancel } of this.#members) {
      cancel()
      const { idleMs } = connection
      if (idleMs !== null) this.#observations.push({ kind: 'open', idleMs })
      connection.close()
    }
    this.#resolve({
      observations: this.#observations,
      kept: this.#kept,
      useless: this.#useless,
      closedSoonerMs: this.#closedSoonerMs(),
      ended,
    })
  }

  #closedSoonerMs(): number | null {
    const { seenCloses } = estimateIdleTimeout(this.#observations)
    if (seenCloses === null || this.#soonestMs >= SOONER_SHARE * seenCloses.shortestMs) return null
    return this.#soonestMs
  }
}
