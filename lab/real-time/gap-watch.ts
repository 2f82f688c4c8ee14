import type { Gap } from '../../models/real-time/minute-entry.ts'
import type { RealTimeClock } from './real-time-clock.ts'

/** A jump of the clock, or a delay, that is longer is a gap: the machine slept, or was stopped. */
const SHORTEST_GAP_MS = 60_000

/**
 * Finds time in which nothing was sent. A machine that slept has a wall clock that is ahead of the monotonic one, where
 * that stands still meanwhile, or is late by the monotonic one, where it goes on. A wall clock that is set back is no gap.
 */
export class GapWatch {
  readonly #clock: RealTimeClock
  #lastEndEpochMs: number | null
  #aheadMs: number

  /** @param lastEndEpochMs when the run that is gone on with stopped; `null` where there is none */
  constructor(clock: RealTimeClock, lastEndEpochMs: number | null) {
    this.#clock = clock
    this.#lastEndEpochMs = lastEndEpochMs
    this.#aheadMs = aheadOf(clock)
  }

  /** @param dueMs when a minute is to start, on the monotonic clock @returns what lies before that minute, or `null` */
  look(dueMs: number): Gap | null {
    const nowEpochMs = this.#clock.nowEpochMs()
    const startEpochMs = nowEpochMs + Math.max(0, dueMs - this.#clock.nowMs())
    const jumpedMs = aheadOf(this.#clock) - this.#aheadMs
    this.#aheadMs += jumpedMs
    const lateMs = this.#clock.nowMs() - dueMs
    const stoppedAt = this.#lastEndEpochMs
    this.#lastEndEpochMs = null
    if (stoppedAt !== null) {
      return { fromEpochMs: stoppedAt, toEpochMs: Math.max(stoppedAt, startEpochMs), why: 'not-running' }
    }
    const lostMs = Math.max(jumpedMs, lateMs)
    if (lostMs <= SHORTEST_GAP_MS) return null
    return { fromEpochMs: nowEpochMs - lostMs, toEpochMs: nowEpochMs, why: 'clock-jumped' }
  }
}

function aheadOf(clock: RealTimeClock): number {
  return clock.nowEpochMs() - clock.nowMs()
}
