import type { Signal } from './rules-of-thumb.ts'
import type { EpochFigures } from './tuner.ts'

/** What is known of the server's knee: how many requests it works on before more of them only wait. */
export interface KneeReading {
  /** Requests under way up to which response times stay as they are, by gradient2. */
  readonly limit: number
  /** 1 when response times are as usual, down to 0.5. */
  readonly gradient: number
  /** Mean response time of the epoch, of the long run, and of the quietest epochs, in ms. */
  readonly responseMs: number
  readonly usualMs: number
  readonly unloadedMs: number
  /** Requests that would be under way if none waited at the server: rate × unloaded response time (Little's law). */
  readonly needed: number
  /** Of those under way, how many wait at the server, as TCP Vegas has it. */
  readonly queued: number
}

/**
 * Estimates the knee from response times and the number under way, an epoch at a time.
 *
 * - *gradient2* (Netflix, concurrency-limits): gradient = clamp(1.5 · long / short, 0.5, 1), where short is the mean
 *   response time of the epoch and long its exponential mean over 60 epochs (at first the plain mean of up to 10, and
 *   times 0.95 while it is above twice the short one); new = limit · gradient + 4; limit = 0.8 · limit + 0.2 · new,
 *   and no change while fewer than half of it are under way.
 * - *TCP Vegas* (Brakmo and Peterson 1995): of N under way, N · (1 − unloaded / now) are queued, where the unloaded
 *   response time is the least that was seen. Here it rises by a ten-thousandth with each epoch, so that a server that has
 *   become slower for good is believed after some time.
 * - The need is Little's law (1961), N = λ · R, for the unloaded response time.
 */
export class KneeEstimate {
  #limit = START_LIMIT
  #usualMs = 0
  #unloadedMs = Infinity
  #epochs = 0

  /** @returns what is known now; `null` when the epoch had too few requests to say */
  endEpoch({
    requests,
    elapsedMs,
    meanResponseMs,
    meanBusy,
    peakUnderWay,
  }: EpochFigures): KneeReading | null {
    if (meanResponseMs === null || requests < LEAST_REQUESTS || !(meanResponseMs > 0)) return null
    this.#unloadedMs = Math.min(this.#unloadedMs * FORGETS, meanResponseMs)
    this.#epochs++
    const share = this.#epochs <= WARMUP_EPOCHS ? 1 / this.#epochs : 2 / (LONG_EPOCHS + 1)
    this.#usualMs += share * (meanResponseMs - this.#usualMs)
    if (this.#usualMs > 2 * meanResponseMs) this.#usualMs *= 0.95
    const gradient = Math.min(Math.max((TOLERANCE * this.#usualMs) / meanResponseMs, 0.5), 1)
    if (peakUnderWay >= this.#limit / 2) {
      this.#limit += SMOOTHING * (this.#limit * gradient + QUEUE - this.#limit)
    }
    const slower = 1 - this.#unloadedMs / meanResponseMs
    return {
      limit: this.#limit,
      gradient,
      responseMs: meanResponseMs,
      usualMs: this.#usualMs,
      unloadedMs: this.#unloadedMs,
      needed: (requests / elapsedMs) * this.#unloadedMs,
      queued: meanBusy * slower,
    }
  }
}

/** That response times say more are under way than the server works on; `null` while they do not. */
export function beyondKnee(reading: KneeReading): Signal | null {
  if (reading.gradient === 1) return null
  const { limit, responseMs, usualMs, queued } = reading
  return {
    name: 'beyond-knee',
    says:
      `a response takes ${responseMs.toFixed(1)} ms, ${(responseMs / usualMs).toFixed(1)} times as long as usual: ` +
      `about ${Math.round(queued)} requests wait at the server, and beyond some ${Math.round(limit)} under way more of them would`,
  }
}

const START_LIMIT = 20
const QUEUE = 4
const SMOOTHING = 0.2
const TOLERANCE = 1.5
const LONG_EPOCHS = 60
const WARMUP_EPOCHS = 10
const FORGETS = 1.0001
/** A mean of fewer says little. */
const LEAST_REQUESTS = 20
