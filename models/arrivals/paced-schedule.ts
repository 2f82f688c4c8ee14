import { requireAtLeast, requirePositive } from './require-number.ts'
import { arrivalsOfWorker, globalIndex } from './split.ts'

const DEFAULT_CHUNK_MS = 1000

/** As `Arrivals.between`: the ascending due times in [fromMs, toMs), in ms from the start of the schedule. */
export type DrawDue = (fromMs: number, toMs: number) => Float64Array

export interface PacedScheduleOptions {
  readonly between: DrawDue
  /** Length of the schedule, finite, > 0. */
  readonly durationMs: number
  /** 0…workers − 1. */
  readonly worker: number
  /** ≥ 1. */
  readonly workers: number
  /** How much of the schedule is drawn at a time; finite, ≥ 1, usually 1000. Changes no due time. */
  readonly chunkMs?: number
}

/**
 * From `realMs` on, until the next piece begins, the schedule's time is
 * scheduleMs + (real time − realMs) · factor.
 */
interface PacePiece {
  readonly realMs: number
  readonly scheduleMs: number
  readonly factor: number
  next: PacePiece | null
}

/**
 * The share of one worker of a schedule, one arrival at a time, in bounded memory: of the arrivals drawn, only
 * the worker's own in one chunk are held.
 *
 * The schedule's time is real time until `setPace` makes it run faster, slower, or not at all. Which arrivals
 * are whose does not depend on that: worker w of n has those whose number i in the whole schedule has
 * i mod n = w. Workers told the same paces send together, byte for byte, what a single one would, however far
 * each of them has come when it is told.
 */
export class PacedSchedule {
  readonly #between: DrawDue
  readonly #durationMs: number
  readonly #worker: number
  readonly #workers: number
  readonly #chunkMs: number

  #share: Float64Array
  #position = 0
  #taken = 0
  #chunksDrawn = 0
  /** Arrivals of all workers in the chunks drawn. */
  #arrivalsDrawn = 0

  /** Where the next arrival lies; pieces before it are dropped. */
  #piece: PacePiece = { realMs: 0, scheduleMs: 0, factor: 1, next: null }
  #lastPiece = this.#piece
  #lastSetMs = 0
  #nextMs = Infinity
  #endMs: number

  /** @throws RangeError naming the option that is out of range */
  constructor({ between, durationMs, worker, workers, chunkMs = DEFAULT_CHUNK_MS }: PacedScheduleOptions) {
    requirePositive('durationMs', durationMs)
    requireAtLeast('chunkMs', chunkMs, 1)
    this.#share = arrivalsOfWorker(new Float64Array(0), worker, workers)
    this.#between = between
    this.#durationMs = durationMs
    this.#worker = worker
    this.#workers = workers
    this.#chunkMs = chunkMs
    this.#endMs = durationMs
    this.#drawUntilOwn()
    this.#placeNext()
  }

  /** When the next arrival is due, in ms of real time from the start; Infinity if none is left or it is paused. */
  get nextMs(): number {
    return this.#nextMs
  }

  /** The number, from 0, of the next arrival in the whole schedule; meaningless when none is left. */
  get nextIndex(): number {
    return globalIndex(this.#taken, this.#worker, this.#workers)
  }

  /**
   * When the whole length of the schedule will have passed, in ms of real time from the start, or when it did;
   * Infinity while a pause keeps it from passing. No arrival is due later.
   */
  get endMs(): number {
    return this.#endMs
  }

  /** Whether no arrival is left; one that a pause holds back is left. */
  get done(): boolean {
    return this.#position === this.#share.length
  }

  /** Takes the next arrival away, due or not; does nothing when none is left. */
  advance(): void {
    if (this.done) return
    this.#taken++
    this.#position++
    this.#drawUntilOwn()
    this.#placeNext()
  }

  /**
   * Lets the schedule's time run `factor` times as fast as real time from `atMs` on. What was due before `atMs`
   * stays due when it was, taken or not; what was due at `atMs` or later moves. An arrival that was already
   * taken, although due later, stays taken.
   *
   * @param atMs ms of real time from the start; finite, not before the `atMs` of the call before
   * @param factor finite, ≥ 0; 0 pauses the schedule
   * @throws RangeError naming the argument that is out of range
   */
  setPace(atMs: number, factor: number): void {
    requireAtLeast('atMs', atMs, this.#lastSetMs)
    requireAtLeast('factor', factor, 0)
    this.#lastSetMs = atMs
    if (factor === this.#lastPiece.factor) return
    this.#appendPiece(atMs, factor)
    if (this.#endMs >= atMs) this.#endMs = realTime(this.#lastPiece, this.#durationMs)
    this.#placeNext()
  }

  #appendPiece(realMs: number, factor: number): void {
    const piece = { realMs, scheduleMs: scheduleTime(this.#lastPiece, realMs), factor, next: null }
    this.#lastPiece.next = piece
    this.#lastPiece = piece
  }

  /** Draws chunks, through silence and the arrivals of others, until there is an arrival of this worker. */
  #drawUntilOwn(): void {
    while (this.done) {
      const fromMs = this.#chunksDrawn * this.#chunkMs
      if (fromMs >= this.#durationMs) return
      this.#chunksDrawn++
      const toMs = Math.min(this.#chunksDrawn * this.#chunkMs, this.#durationMs)
      this.#takeShareOf(this.#between(fromMs, toMs))
    }
  }

  #takeShareOf(chunk: Float64Array): void {
    const turn = this.#arrivalsDrawn % this.#workers
    const firstOwn = (this.#worker - turn + this.#workers) % this.#workers
    this.#share = arrivalsOfWorker(chunk, firstOwn, this.#workers)
    this.#position = 0
    this.#arrivalsDrawn += chunk.length
  }

  #placeNext(): void {
    const scheduleMs = this.#share[this.#position]
    if (scheduleMs === undefined) {
      this.#nextMs = Infinity
      return
    }
    let realMs = realTime(this.#piece, scheduleMs)
    let { next } = this.#piece
    while (next !== null && realMs >= next.realMs) {
      this.#piece = next
      realMs = realTime(next, scheduleMs)
      next = next.next
    }
    this.#nextMs = realMs
  }
}

/** Where both times agree, due times are passed on as they are: arithmetic could round them. */
function isIdentity({ realMs, scheduleMs, factor }: PacePiece): boolean {
  return factor === 1 && realMs === scheduleMs
}

/**
 * When a moment of the schedule comes, if it lies in the piece or after it; ascending in `scheduleMs`. A moment
 * that rounding puts before the piece comes when the piece begins.
 */
function realTime(piece: PacePiece, scheduleMs: number): number {
  if (piece.factor === 0) return Infinity
  if (scheduleMs < piece.scheduleMs) return piece.realMs
  if (isIdentity(piece)) return scheduleMs
  return piece.realMs + (scheduleMs - piece.scheduleMs) / piece.factor
}

function scheduleTime(piece: PacePiece, realMs: number): number {
  if (isIdentity(piece)) return realMs
  return piece.scheduleMs + (realMs - piece.realMs) * piece.factor
}
