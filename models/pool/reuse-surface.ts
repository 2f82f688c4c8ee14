import { enlarge } from './enlarge.ts'
import { ReuseSurfaceTimeouts } from './reuse-surface-timeouts.ts'

/**
 * Connections dialed for EVERY pair of idle timeout K and idle cap M, in one pass over how many requests are
 * under way, n(t).
 *
 * **Theorem.** Let a pool hand out the connection returned last (LIFO) and, when one too many is idle, close
 * the one idle longest (evict-oldest). When n goes down from k to k − 1 at time s, a connection is returned;
 * let t be the next time that n goes up to k, g = t − s the gap and d = k − min n over [s, t) its depth. The
 * request that arrives at t reuses a connection if and only if g ≤ K and d ≤ M.
 *
 * *Why.* The idle connections form a stack by time of return, and both expiry and eviction take from its old
 * end, so what is left is always the freshest few. While the connection C returned at s is idle, every younger
 * one not taken again is idle too, so returns and takes after s match like brackets and C lies exactly k − n(u)
 * deep at time u. It is evicted iff that exceeds M for some u in the gap, that is iff d > M, and expires iff
 * g > K. At t everything above it has been taken, so if it is there, it is on top. If it is not, nothing older
 * is there either.
 *
 * Hence a level's gap and depth decide for all pairs at once, which is a stack algorithm in the sense of
 * Mattson, Gecsei, Slutz and Traiger (1970) with two parameters, and dials fall in both K and M.
 *
 * **Where it stops.** Close-returned pools (Go, Node, hyper) keep the oldest idle connections instead of the
 * freshest: the pass is then a lower bound on dials, exact where either K or M does not bind, and
 * `CloseReturnedSurface` counts them exactly. FIFO pools, lifetimes, request caps and `maxConnsPerHost` need the
 * simulator. And n(t) is taken as given: what a dial adds to the time that a request is under way does not feed back
 * (`handshakeFeedback` corrects it for one pair).
 *
 * **Time.** An `up` takes constant time. A `down` takes one step for each idle cap, of those told apart, that it makes
 * one connection too many for: an eviction in the pool of that cap.
 */
export class ReuseSurface {
  /** Idle timeouts in ms, ascending. */
  readonly idleTimeoutsMs: Float64Array
  /** Idle caps 1…maxIdleLimit are told apart. */
  readonly maxIdleLimit: number
  /**
   * Where the last arrival was filed: gap × (maxIdleLimit + 2) + depth. The gap is the index of the smallest idle
   * timeout that spans it, their number when none does; the depth counts from 1, and all beyond are maxIdleLimit + 1.
   */
  cell = 0
  readonly #timeouts: ReuseSurfaceTimeouts
  readonly #rowLength: number
  /** By cell: arrivals, and the sum of their gaps in ms, which means nothing where the depth is maxIdleLimit + 1. */
  readonly #gaps: Float64Array
  /** By how long a connection had been idle (as for gaps) and idle cap: evictions, and the sum of those times. */
  readonly #evictions: Float64Array
  readonly #oneMs = new Float64Array(1)
  readonly #oneCell = new Int32Array(1)
  #underWay = 0
  /** By level, which is the number under way when it is occupied. */
  #returnedAtMs = new Float64Array(0)
  /** Lowest number under way since the level was left, as known when the level below is taken again. */
  #lowest = new Int32Array(0)
  /** Highest number under way since the level was last taken, as known when the level above is left again. */
  #highest = new Int32Array(0)

  /** @throws RangeError when the timeouts are not ascending and positive, or the limit is not an integer ≥ 1 */
  constructor(idleTimeoutsMs: readonly number[], maxIdleLimit: number) {
    if (!Number.isInteger(maxIdleLimit) || maxIdleLimit < 1)
      throw new RangeError('maxIdleLimit must be an integer ≥ 1')
    this.#timeouts = new ReuseSurfaceTimeouts(idleTimeoutsMs)
    this.idleTimeoutsMs = this.#timeouts.timeoutsMs
    this.maxIdleLimit = maxIdleLimit
    this.#rowLength = maxIdleLimit + 2
    const cells = (idleTimeoutsMs.length + 1) * this.#rowLength
    this.#gaps = new Float64Array(2 * cells)
    this.#evictions = new Float64Array(2 * cells)
    this.#reserveLevels(32)
  }

  /** A request gets a connection. Sets `cell`. */
  up(atMs: number): void {
    this.#oneMs[0] = atMs
    this.feed(this.#oneMs, NONE, this.#oneCell)
    this.cell = this.#oneCell[0] as number
  }

  /** A request gives its connection back. */
  down(atMs: number): void {
    this.#oneMs[0] = atMs
    this.feed(NONE, this.#oneMs, this.#oneCell)
  }

  /**
   * Many requests at once, in the order of time; of one moment, connections are given back before they are taken. It
   * is one loop over local variables because a pass spends most of its time here.
   *
   * @param upsMs when requests get a connection, ascending
   * @param downsMs when they give it back, ascending
   * @param cells receives what `cell` would be after each of `upsMs`; as long
   */
  feed(upsMs: Float64Array, downsMs: Float64Array, cells: Int32Array): void {
    const ups = upsMs.length
    const downs = downsMs.length
    this.#reserveLevels(this.#underWay + ups + 2)
    const returnedAtMs = this.#returnedAtMs
    const lowest = this.#lowest
    const highest = this.#highest
    const gaps = this.#gaps
    const evictions = this.#evictions
    const timeouts = this.#timeouts
    const limit = this.maxIdleLimit
    const rowLength = limit + 2
    let underWay = this.#underWay
    let up = 0
    let down = 0
    while (up < ups || down < downs) {
      const upMs = up < ups ? (upsMs[up] as number) : Infinity
      for (; down < downs && (downsMs[down] as number) <= upMs; down++) {
        const atMs = downsMs[down] as number
        const level = underWay--
        returnedAtMs[level] = atMs
        lowest[level] = underWay
        const peak = highest[level] as number
        if (peak > (highest[underWay] as number)) highest[underWay] = peak
        // What became idle since this level was taken lies one deeper now: one too deep for one idle cap each.
        const deepest = peak - level < limit ? peak - level : limit
        for (let maxIdle = 1; maxIdle <= deepest; maxIdle++) {
          const idleMs = atMs - (returnedAtMs[level + maxIdle] as number)
          const cell = timeouts.indexOf(idleMs) * rowLength + maxIdle
          evictions[2 * cell]!++
          evictions[2 * cell + 1]! += idleMs
        }
      }
      if (up === ups) break
      const level = ++underWay
      const low = lowest[level] as number
      if (low < (lowest[level + 1] as number)) lowest[level + 1] = low
      highest[level] = level
      const gapMs = upMs - (returnedAtMs[level] as number)
      const depth = level - low <= limit ? level - low : limit + 1
      const cell = timeouts.indexOf(gapMs) * rowLength + depth
      cells[up++] = cell
      gaps[2 * cell]!++
      gaps[2 * cell + 1]! += gapMs
    }
    this.#underWay = underWay
  }

  /** Requests that have been counted. */
  get requests(): number {
    let requests = 0
    for (let cell = 0; cell < this.#gaps.length; cell += 2) requests += this.#gaps[cell] as number
    return requests
  }

  /** New connections of a pool with this idle timeout (by index) and idle cap (1…maxIdleLimit). */
  dials(timeoutIndex: number, maxIdle: number): number {
    let dials = 0
    for (let gap = 0; gap <= this.idleTimeoutsMs.length; gap++) {
      for (let depth = gap > timeoutIndex ? 1 : maxIdle + 1; depth <= this.maxIdleLimit + 1; depth++) {
        dials += this.#gaps[2 * (gap * this.#rowLength + depth)] as number
      }
    }
    return dials
  }

  /** Idle connection-milliseconds of such a pool, of connections that are idle no longer. */
  idleMs(timeoutIndex: number, maxIdle: number): number {
    const timeoutMs = this.idleTimeoutsMs[timeoutIndex] as number
    let totalMs = 0
    for (let gap = 0; gap <= this.idleTimeoutsMs.length; gap++) {
      const row = gap * this.#rowLength
      let count = this.#evictions[2 * (row + maxIdle)] as number
      let sumMs = this.#evictions[2 * (row + maxIdle) + 1] as number
      for (let depth = 1; depth <= maxIdle; depth++) {
        count += this.#gaps[2 * (row + depth)] as number
        sumMs += this.#gaps[2 * (row + depth) + 1] as number
      }
      if (gap <= timeoutIndex) totalMs += sumMs
      // Nothing is idle for longer than Infinity, and 0 × Infinity is not 0.
      else if (timeoutMs !== Infinity) totalMs += timeoutMs * count
    }
    return totalMs
  }

  /** Adds what another pass, with the same grid, has counted. */
  add(counts: ReuseSurfaceCounts): void {
    addTo(this.#gaps, counts.gaps)
    addTo(this.#evictions, counts.evictions)
  }

  /** The counts alone, to be handed to `add`. */
  get counts(): ReuseSurfaceCounts {
    return { gaps: this.#gaps, evictions: this.#evictions }
  }

  /** Forgets what was counted, but not which connections are idle. */
  resetCounts(): void {
    this.#gaps.fill(0)
    this.#evictions.fill(0)
  }

  #reserveLevels(needed: number): void {
    if (needed <= this.#lowest.length) return
    const levels = 2 * needed
    this.#returnedAtMs = enlarge(this.#returnedAtMs, new Float64Array(levels))
    this.#lowest = enlarge(this.#lowest, new Int32Array(levels).fill(NEVER_LEFT))
    this.#highest = enlarge(this.#highest, new Int32Array(levels))
  }
}

/** Counts and sums side by side, [count, ms] for each cell. */
export interface ReuseSurfaceCounts {
  readonly gaps: Float64Array
  readonly evictions: Float64Array
}

const NONE = new Float64Array(0)

/** Deeper than any idle cap, so that the first to take a level dials. */
const NEVER_LEFT = -(2 ** 30)

function addTo(own: Float64Array, other: Float64Array): void {
  if (own.length !== other.length) throw new RangeError('the surfaces have different grids')
  for (let i = 0; i < own.length; i++) own[i]! += other[i] as number
}
