import { enlarge } from '../pool/enlarge.ts'
import { ReuseSurfaceTimeouts } from '../pool/reuse-surface-timeouts.ts'
import { exp, ln } from '../random/portable-math.ts'
import { GhostSurface } from './ghost-surface.ts'
import type { TuningGrid } from './tuning-grid.ts'

/**
 * The reuse surface of a pool's own traffic while it goes on: what the pool would dial, and hold idle, with every
 * other idle timeout and idle cap of a grid. In the manner of a ghost cache, it keeps the times of connections that
 * the pool need not have.
 *
 * The theorem is that of `ReuseSurface`: the request that takes the number under way up to k reuses a connection if
 * and only if the gap since k was left is ≤ K and its depth, k − the lowest number since, is ≤ M. It is exact for
 * pools that hand out the connection returned last and close the one idle longest, and a lower bound on the dials of
 * those that close the one returned. Here only the caps of the grid are told apart, any number may be under way, and
 * what was counted fades, with a half-life.
 *
 * **Cost.** An up takes constant time; a down takes one step for each cap of the grid that it makes one connection too
 * many for, which is none while traffic is even and some tens at most. Memory: four numbers for each pair, and three
 * for each request of the most that were ever under way at once.
 */
export class ReuseGhost {
  readonly grid: TuningGrid
  readonly #timeouts: ReuseSurfaceTimeouts
  /** By depth up to the largest cap: index of the smallest cap that spans it. */
  readonly #capIndexOfDepth: Uint8Array
  /** Depths are filed by cap, and one place for those beyond all. */
  readonly #rowLength: number
  /** By gap and depth: count, and sum in ms. A gap longer than all timeouts has a row of its own. */
  readonly #gaps: Float64Array
  /** By time idle and cap: evictions, and the sum of those times. */
  readonly #evictions: Float64Array
  #underWay = 0
  /** Time that the counts stand for. */
  #observedMs = 0
  #agedToMs: number
  /** By level, the number under way when it is occupied. */
  #returnedAtMs = new Float64Array(0)
  /** Lowest number under way since the level was left, as known when the level below is taken again. */
  #lowest = new Int32Array(0)
  /** Highest number under way since the level was last taken, as known when the level above is left again. */
  #highest = new Int32Array(0)

  /** @throws RangeError when timeouts are not positive and ascending, or caps are not ascending whole numbers from 1 */
  constructor(grid: TuningGrid, startMs: number) {
    const { idleTimeoutsMs, idleCaps } = grid
    const ascending = idleCaps.every((cap, i) => Number.isInteger(cap) && cap > (idleCaps[i - 1] ?? 0))
    if (!ascending || idleCaps.length === 0 || idleCaps.length > MOST_CAPS)
      throw new RangeError(`idle caps must be up to ${MOST_CAPS} ascending whole numbers from 1`)
    this.grid = grid
    this.#timeouts = new ReuseSurfaceTimeouts(idleTimeoutsMs)
    this.#rowLength = idleCaps.length + 1
    this.#capIndexOfDepth = new Uint8Array((idleCaps.at(-1) as number) + 1)
    for (let depth = 1, index = 0; depth < this.#capIndexOfDepth.length; depth++) {
      if (depth > (idleCaps[index] as number)) index++
      this.#capIndexOfDepth[depth] = index
    }
    const cells = (idleTimeoutsMs.length + 1) * this.#rowLength
    this.#gaps = new Float64Array(2 * cells)
    this.#evictions = new Float64Array(2 * cells)
    this.#agedToMs = startMs
    this.#reserveLevels(32)
  }

  /** So many requests hold a connection, or have one dialed for them, from now on. */
  watch(underWay: number, atMs: number): void {
    while (this.#underWay < underWay) this.#up(atMs)
    while (this.#underWay > underWay) this.#down(atMs)
  }

  /**
   * Time has passed: what was counted before it counts for less.
   *
   * @param halfLifeMs after which a count is worth half; Infinity for ever
   */
  age(nowMs: number, halfLifeMs: number): void {
    const elapsedMs = nowMs - this.#agedToMs
    if (elapsedMs <= 0) return
    this.#agedToMs = nowMs
    this.#observedMs += elapsedMs
    if (halfLifeMs === Infinity) return
    const left = exp((-LN_2 * elapsedMs) / halfLifeMs)
    this.#observedMs *= left
    for (let i = 0; i < this.#gaps.length; i++) {
      this.#gaps[i]! *= left
      this.#evictions[i]! *= left
    }
  }

  /** What has been counted, for every pair. */
  surface(): GhostSurface {
    return new GhostSurface(this.grid, this.#gaps, this.#evictions, this.#observedMs)
  }

  #up(atMs: number): void {
    const level = ++this.#underWay
    this.#reserveLevels(level + 2)
    const low = this.#lowest[level] as number
    if (low < (this.#lowest[level + 1] as number)) this.#lowest[level + 1] = low
    this.#highest[level] = level
    const depth = level - low
    const filed =
      depth < this.#capIndexOfDepth.length ? (this.#capIndexOfDepth[depth] as number) : this.#rowLength - 1
    const gapMs = atMs - (this.#returnedAtMs[level] as number)
    this.#count(this.#gaps, filed, gapMs)
  }

  #down(atMs: number): void {
    const level = this.#underWay--
    this.#returnedAtMs[level] = atMs
    this.#lowest[level] = this.#underWay
    const peak = this.#highest[level] as number
    if (peak > (this.#highest[this.#underWay] as number)) this.#highest[this.#underWay] = peak
    const { idleCaps } = this.grid
    const deepest = peak - level
    for (let index = 0; index < idleCaps.length; index++) {
      const cap = idleCaps[index] as number
      if (cap > deepest) return
      // What became idle since this level was taken lies one deeper now: one too deep for this cap.
      this.#count(this.#evictions, index, atMs - (this.#returnedAtMs[level + cap] as number))
    }
  }

  #count(counts: Float64Array, column: number, lengthMs: number): void {
    const at = 2 * (this.#timeouts.indexOf(lengthMs) * this.#rowLength + column)
    counts[at]!++
    counts[at + 1]! += lengthMs
  }

  #reserveLevels(needed: number): void {
    if (needed <= this.#lowest.length) return
    const levels = 2 * needed
    this.#returnedAtMs = enlarge(this.#returnedAtMs, new Float64Array(levels))
    this.#lowest = enlarge(this.#lowest, new Int32Array(levels).fill(NEVER_LEFT))
    this.#highest = enlarge(this.#highest, new Int32Array(levels))
  }
}

const MOST_CAPS = 255
const LN_2 = ln(2)

/** Deeper than any idle cap, so that the first to take a level dials. */
const NEVER_LEFT = -(2 ** 30)
