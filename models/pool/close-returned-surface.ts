/**
 * Connections dialed, and idle connection-time, for one idle timeout K and **every** idle cap M, of a pool that
 * hands out the connection returned last (LIFO) and closes the connection returned when M are idle already. In
 * one pass over how many requests are under way, exactly.
 *
 * **Theorem.** For one K, the connections idle with cap M are among those idle with cap M + 1. So one list
 * x₁, x₂, … of times of return, with holes, holds the pools of all caps: cap M's are those in x₁…x_M.
 *
 * *Why.* By induction over what happens. Whatever is older than K leaves every pool alike. A connection returned
 * goes into the first hole j: pools with M ≥ j have room for it, the others are full and close it. A request
 * takes from each pool the youngest, max x₁…x_M: the first entry leaves its place; at each later place with a
 * younger one the two change places; what is left in hand at M is what cap M took. Then x₁…x_M lacks just that
 * one, for every M. Inclusion makes it a stack algorithm with a priority list (Mattson, Gecsei, Slutz and Traiger
 * 1970), and dials fall in M.
 *
 * **Where it stops.** There is no such order in K: a longer timeout can keep an old connection that stands in the
 * way of a young one and then expires before it is needed, so dials may rise with K, and each K takes a pass of
 * its own. The order in which connections are taken must be LIFO, and expiry exact; lifetimes, request caps and
 * `maxConnsPerHost` need the simulation. Time: what is idle, at most M, for each request that finds it so.
 */
export class CloseReturnedSurface {
  readonly idleTimeoutMs: number
  /** Idle caps 1…maxIdleLimit are told apart. */
  readonly maxIdleLimit: number
  /** Smallest idle cap with which the last arrival found a connection; maxIdleLimit + 1 for none. */
  depth = 0
  #requests = 0
  /** By smallest cap that found a connection. */
  readonly #reuses: Float64Array
  /** Idle connection-ms, as differences from one cap to the next. */
  readonly #idleMs: Float64Array
  /** Place 0 belongs to cap 1. */
  readonly #returnedAtMs: Float64Array
  /** All places before it are taken. */
  #firstHole = 0
  /** All places from it on are holes. */
  #end = 0
  /** Nothing in the list was returned earlier. */
  #oldestMs = Infinity

  /** @throws RangeError when the timeout is not positive, or the limit is not an integer ≥ 1 */
  constructor(idleTimeoutMs: number, maxIdleLimit: number) {
    if (!(idleTimeoutMs > 0)) throw new RangeError('the idle timeout must be positive')
    if (!Number.isInteger(maxIdleLimit) || maxIdleLimit < 1)
      throw new RangeError('maxIdleLimit must be an integer ≥ 1')
    this.idleTimeoutMs = idleTimeoutMs
    this.maxIdleLimit = maxIdleLimit
    this.#reuses = new Float64Array(maxIdleLimit + 2)
    this.#idleMs = new Float64Array(maxIdleLimit)
    this.#returnedAtMs = new Float64Array(maxIdleLimit).fill(HOLE)
  }

  /** A request gets a connection. Sets `depth`. */
  up(atMs: number): void {
    this.#expire(atMs)
    this.#requests++
    const first = this.#firstTaken()
    this.depth = first + 1
    this.#reuses[first + 1]!++
    if (first < this.#end) this.#take(first, atMs)
  }

  /** A request gives its connection back. */
  down(atMs: number): void {
    this.#expire(atMs)
    const place = this.#firstHole
    if (place === this.maxIdleLimit) return
    this.#returnedAtMs[place] = atMs
    if (place === this.#end) this.#end++
    this.#oldestMs = Math.min(this.#oldestMs, atMs)
    while (this.#firstHole < this.#end && this.#returnedAtMs[this.#firstHole] !== HOLE) this.#firstHole++
  }

  /** New connections of a pool with this idle cap (1…maxIdleLimit). */
  dials(maxIdle: number): number {
    let dials = this.#requests
    for (let depth = 1; depth <= maxIdle; depth++) dials -= this.#reuses[depth] as number
    return dials
  }

  /** Idle connection-milliseconds of such a pool, of connections that are idle no longer. */
  idleMs(maxIdle: number): number {
    let totalMs = 0
    for (let place = 0; place < maxIdle; place++) totalMs += this.#idleMs[place] as number
    return totalMs
  }

  /** Forgets what was counted, but not which connections are idle. */
  resetCounts(): void {
    this.#requests = 0
    this.#reuses.fill(0)
    this.#idleMs.fill(0)
  }

  /** Closes what has been idle for longer than the timeout. */
  #expire(nowMs: number): void {
    if (!(nowMs - this.#oldestMs > this.idleTimeoutMs)) return
    this.#oldestMs = Infinity
    let end = 0
    for (let place = 0; place < this.#end; place++) {
      const returnedAtMs = this.#returnedAtMs[place] as number
      if (returnedAtMs === HOLE) continue
      if (nowMs - returnedAtMs > this.idleTimeoutMs) {
        this.#returnedAtMs[place] = HOLE
        this.#idleMs[place]! += this.idleTimeoutMs
        if (place < this.#firstHole) this.#firstHole = place
      } else {
        this.#oldestMs = Math.min(this.#oldestMs, returnedAtMs)
        end = place + 1
      }
    }
    this.#end = end
  }

  /** Place of the first entry; maxIdleLimit when there is none. */
  #firstTaken(): number {
    let place = this.#firstHole > 0 ? 0 : 1
    while (place < this.#end && this.#returnedAtMs[place] === HOLE) place++
    return place < this.#end ? place : this.maxIdleLimit
  }

  /** Takes the youngest connection out of the pool of every cap above `first`. */
  #take(first: number, nowMs: number): void {
    const returnedAtMs = this.#returnedAtMs
    let inHand = returnedAtMs[first] as number
    returnedAtMs[first] = HOLE
    if (first < this.#firstHole) this.#firstHole = first
    this.#idleMs[first]! += nowMs - inHand
    for (let place = first + 1; place < this.#end; place++) {
      const other = returnedAtMs[place] as number
      if (other <= inHand) continue
      returnedAtMs[place] = inHand
      this.#idleMs[place]! += inHand - other
      inHand = other
    }
    if (this.#end === first + 1) this.#end = first
  }
}

/** Older than everything. */
const HOLE = -Infinity
