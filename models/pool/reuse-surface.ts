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
 * freshest: the pass is then a lower bound on dials, exact where either K or M does not bind. FIFO pools,
 * lifetimes, request caps and `maxConnsPerHost` need the simulator. And n(t) is taken as given: what a dial
 * adds to the time that a request is under way does not feed back.
 */
export class ReuseSurface {
  /** Idle timeouts in ms, ascending. */
  readonly idleTimeoutsMs: Float64Array
  /** Idle caps 1…maxIdleLimit are told apart. */
  readonly maxIdleLimit: number
  /** Gap of the last arrival: index of the smallest idle timeout that spans it; their number when none does. */
  gapIndex = 0
  /** Depth of the last arrival, from 1; maxIdleLimit + 1 for all beyond. */
  depth = 0
  readonly #arrivals: Float64Array
  readonly #keptCount: Float64Array
  readonly #keptMs: Float64Array
  #underWay = 0
  #returnedAtMs: Float64Array
  #lowest: Int32Array
  /** By level and depth: when the gap became deeper than that. */
  #deeperAtMs: Float64Array

  /** @throws RangeError when the timeouts are not ascending and positive, or the limit is not an integer ≥ 1 */
  constructor(idleTimeoutsMs: readonly number[], maxIdleLimit: number) {
    const ascending = idleTimeoutsMs.every((timeout, i) => timeout > (idleTimeoutsMs[i - 1] ?? 0))
    if (!ascending || idleTimeoutsMs.length === 0)
      throw new RangeError('idle timeouts must be positive and ascending')
    if (!Number.isInteger(maxIdleLimit) || maxIdleLimit < 1)
      throw new RangeError('maxIdleLimit must be an integer ≥ 1')
    this.idleTimeoutsMs = Float64Array.from(idleTimeoutsMs)
    this.maxIdleLimit = maxIdleLimit
    const cells = (idleTimeoutsMs.length + 1) * (maxIdleLimit + 2)
    this.#arrivals = new Float64Array(cells)
    this.#keptCount = new Float64Array(cells)
    this.#keptMs = new Float64Array(cells)
    this.#returnedAtMs = new Float64Array(64).fill(Number.NaN)
    this.#lowest = new Int32Array(64)
    this.#deeperAtMs = new Float64Array(64 * (maxIdleLimit + 1))
  }

  /** A request gets a connection. Sets `gapIndex` and `depth`. */
  up(atMs: number): void {
    const level = ++this.#underWay
    if (level + 1 >= this.#lowest.length) this.#growLevels()
    const returnedAtMs = this.#returnedAtMs[level] as number
    if (returnedAtMs !== returnedAtMs) {
      this.gapIndex = this.idleTimeoutsMs.length
      this.depth = this.maxIdleLimit + 1
    } else {
      const gapMs = atMs - returnedAtMs
      const depth = level - (this.#lowest[level] as number)
      this.gapIndex = this.#indexOf(gapMs)
      this.depth = depth > this.maxIdleLimit ? this.maxIdleLimit + 1 : depth
      this.#countIdle(level, this.depth, gapMs)
    }
    this.#arrivals[this.#cell(this.gapIndex, this.depth)]!++
  }

  /** A request gives its connection back. */
  down(atMs: number): void {
    const level = this.#underWay--
    this.#returnedAtMs[level] = atMs
    this.#lowest[level] = level - 1
    const below = level - 1
    // Levels above saw n fall to a new low: each is one deeper than it was.
    for (let above = level + 1; above < this.#lowest.length; above++) {
      if ((this.#lowest[above] as number) <= below || Number.isNaN(this.#returnedAtMs[above])) break
      const depth = above - (this.#lowest[above] as number)
      if (depth <= this.maxIdleLimit) this.#deeperAtMs[above * (this.maxIdleLimit + 1) + depth] = atMs
      this.#lowest[above] = below
    }
  }

  /** New connections of a pool with this idle timeout (by index) and idle cap (1…maxIdleLimit). */
  dials(timeoutIndex: number, maxIdle: number): number {
    let reused = 0
    let all = 0
    for (let gap = 0; gap <= this.idleTimeoutsMs.length; gap++) {
      for (let depth = 1; depth <= this.maxIdleLimit + 1; depth++) {
        const count = this.#arrivals[this.#cell(gap, depth)] as number
        all += count
        if (gap <= timeoutIndex && depth <= maxIdle) reused += count
      }
    }
    return all - reused
  }

  /** Idle connection-milliseconds of such a pool, of gaps that have ended. */
  idleMs(timeoutIndex: number, maxIdle: number): number {
    const timeoutMs = this.idleTimeoutsMs[timeoutIndex] as number
    let totalMs = 0
    for (let gap = 0; gap <= this.idleTimeoutsMs.length; gap++) {
      for (let from = 1; from <= maxIdle; from++) {
        const cell = this.#cell(gap, from)
        if (gap <= timeoutIndex) totalMs += this.#keptMs[cell] as number
        // Nothing is kept longer than Infinity, and 0 × Infinity is not 0.
        else if (timeoutMs !== Infinity) totalMs += timeoutMs * (this.#keptCount[cell] as number)
      }
    }
    return totalMs
  }

  /** Adds what another pass, with the same grid, has counted. */
  add(counts: ReuseSurfaceCounts): void {
    for (const [own, other] of [
      [this.#arrivals, counts.arrivals],
      [this.#keptCount, counts.keptCount],
      [this.#keptMs, counts.keptMs],
    ] as const) {
      if (own.length !== other.length) throw new RangeError('the surfaces have different grids')
      for (let i = 0; i < own.length; i++) own[i]! += other[i] as number
    }
  }

  /** The counts alone, to be handed to `add`. */
  get counts(): ReuseSurfaceCounts {
    return { arrivals: this.#arrivals, keptCount: this.#keptCount, keptMs: this.#keptMs }
  }

  /** Forgets what was counted, but not which connections are idle. */
  resetCounts(): void {
    this.#arrivals.fill(0)
    this.#keptCount.fill(0)
    this.#keptMs.fill(0)
  }

  /**
   * A pool with idle cap M keeps the connection min(gap, K, time until the gap is deeper than M). The time is
   * entered as differences from one cap to the next, so that a sum over 1…M gives it.
   */
  #countIdle(level: number, depth: number, gapMs: number): void {
    const returnedAtMs = this.#returnedAtMs[level] as number
    let previousIndex = -1
    let previousMs = 0
    const deepest = Math.min(depth, this.maxIdleLimit)
    for (let cap = 1; cap <= deepest; cap++) {
      const exceeded = cap < depth
      const keptMs = exceeded
        ? (this.#deeperAtMs[level * (this.maxIdleLimit + 1) + cap] as number) - returnedAtMs
        : gapMs
      const index = this.#indexOf(keptMs)
      if (previousIndex >= 0) this.#addKept(previousIndex, cap, -1, -previousMs)
      this.#addKept(index, cap, 1, keptMs)
      previousIndex = index
      previousMs = keptMs
    }
  }

  #addKept(index: number, cap: number, count: number, keptMs: number): void {
    const cell = this.#cell(index, cap)
    this.#keptCount[cell]! += count
    this.#keptMs[cell]! += keptMs
  }

  #indexOf(gapMs: number): number {
    const timeouts = this.idleTimeoutsMs
    let low = 0
    let high = timeouts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((timeouts[middle] as number) < gapMs) low = middle + 1
      else high = middle
    }
    return low
  }

  #cell(gapIndex: number, depth: number): number {
    return gapIndex * (this.maxIdleLimit + 2) + depth
  }

  #growLevels(): void {
    const levels = 2 * this.#lowest.length
    const returnedAtMs = new Float64Array(levels).fill(Number.NaN)
    returnedAtMs.set(this.#returnedAtMs)
    this.#returnedAtMs = returnedAtMs
    const lowest = new Int32Array(levels)
    lowest.set(this.#lowest)
    this.#lowest = lowest
    const deeperAtMs = new Float64Array(levels * (this.maxIdleLimit + 1))
    deeperAtMs.set(this.#deeperAtMs)
    this.#deeperAtMs = deeperAtMs
  }
}

export interface ReuseSurfaceCounts {
  readonly arrivals: Float64Array
  readonly keptCount: Float64Array
  readonly keptMs: Float64Array
}
