import type { Arrivals } from './arrivals.ts'
import { partitionPoint } from './partition-point.ts'
import { timeWindow } from './time-window.ts'

/** A stretch of time over which the rate changes linearly. */
export interface RatePiece {
  /** Requests per second at the start and at the end; finite, ≥ 0. */
  readonly fromRate: number
  readonly toRate: number
  /** Finite, > 0. */
  readonly durationMs: number
}

interface PlacedPiece extends RatePiece {
  readonly startMs: number
  readonly endMs: number
  /** Integral of the rate from the start of the schedule to `startMs`: requests, not always whole. */
  readonly requestsBefore: number
}

/**
 * Arrivals spaced evenly within the integral of a piecewise linear rate: number i is due when the integral
 * reaches i, so the first is due at 0, or at the end of the pieces of rate 0 that the schedule begins with.
 * Each due time comes from its number alone, so nothing drifts however long the schedule; a part of a request
 * that is left over at the end of a piece is carried into the next.
 */
export class EvenlySpaced implements Arrivals {
  readonly durationMs: number
  readonly #pieces: readonly PlacedPiece[]
  readonly #count: number

  constructor(pieces: readonly RatePiece[]) {
    const placed: PlacedPiece[] = []
    let startMs = 0
    let requestsBefore = 0
    for (const piece of pieces) {
      const endMs = startMs + piece.durationMs
      placed.push({ ...piece, startMs, endMs, requestsBefore })
      startMs = endMs
      requestsBefore += (((piece.fromRate + piece.toRate) / 2) * piece.durationMs) / 1000
    }
    this.#pieces = placed
    this.durationMs = startMs
    this.#count = this.#countBelow(this.durationMs, Math.ceil(requestsBefore))
  }

  ratePerSecond(atMs: number): number {
    if (!(atMs >= 0 && atMs < this.durationMs)) return 0
    const pieces = this.#pieces
    const { fromRate, toRate, startMs, durationMs } = at(
      pieces,
      partitionPoint(pieces.length, (index) => at(pieces, index).endMs <= atMs),
    )
    return fromRate + ((toRate - fromRate) * (atMs - startMs)) / durationMs
  }

  between(fromMs: number, toMs: number): Float64Array {
    const window = timeWindow(fromMs, toMs, this.durationMs)
    const first = this.#countBelow(window.fromMs, this.#count)
    const due = new Float64Array(this.#countBelow(window.toMs, this.#count) - first)
    let pieceIndex = this.#pieceOf(first)
    for (let i = 0; i < due.length; i++) {
      while ((this.#pieces[pieceIndex + 1]?.requestsBefore ?? Infinity) <= first + i) pieceIndex++
      due[i] = dueMs(at(this.#pieces, pieceIndex), first + i)
    }
    return due
  }

  #countBelow(limitMs: number, count: number): number {
    return partitionPoint(count, (i) => dueMs(at(this.#pieces, this.#pieceOf(i)), i) < limitMs)
  }

  /** The last piece that begins with no more than i requests before it. */
  #pieceOf(i: number): number {
    const pieces = this.#pieces
    return partitionPoint(pieces.length, (index) => at(pieces, index).requestsBefore <= i) - 1
  }
}

/**
 * When the integral of the rate reaches i, for an i within the piece: the root t of n = r₀t + at²/2, in the
 * form that loses no digits when the slope a is small or the rate falls.
 */
function dueMs(piece: PlacedPiece, i: number): number {
  const n = i - piece.requestsBefore
  if (n === 0) return piece.startMs
  const { fromRate, toRate } = piece
  const slope = ((toRate - fromRate) * 1000) / piece.durationMs
  const rate = Math.sqrt(Math.max(0, fromRate * fromRate + 2 * slope * n))
  return Math.min(piece.startMs + (2000 * n) / (fromRate + rate), piece.endMs)
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index} among ${items.length}`)
  return item
}
