import type { LoadControls } from '../run-load.ts'
import type { BenchControls, PaceChange } from './bench-result.ts'

/** What the user says while requests go out, told to all threads for the same moment. */
export class PaceControls implements BenchControls {
  readonly paceChanges: PaceChange[] = []
  finished = false
  factor = 1
  readonly #epochMs: () => number
  #load: LoadControls | null = null
  #startAtEpochMs = Infinity

  /** @param epochMs time of day, in ms since 1970 */
  constructor(epochMs: () => number) {
    this.#epochMs = epochMs
  }

  /** Since the start, without pauses; 0 before it. */
  get elapsedMs(): number {
    const nowMs = this.#sinceStartMs()
    let pausedMs = 0
    let pausedSinceMs: number | null = null
    for (const { atMs, factor } of this.paceChanges) {
      if (factor === 0) pausedSinceMs ??= atMs
      else if (pausedSinceMs !== null) {
        pausedMs += Math.max(0, Math.min(nowMs, atMs) - pausedSinceMs)
        pausedSinceMs = null
      }
    }
    if (pausedSinceMs !== null) pausedMs += Math.max(0, nowMs - pausedSinceMs)
    return Math.max(0, nowMs - pausedMs)
  }

  /** Whether it went faster or slower than planned at some time; a pause is neither. */
  get paceChanged(): boolean {
    return this.paceChanges.some(({ factor }) => factor !== 0 && factor !== 1)
  }

  begin(load: LoadControls, startAtEpochMs: number): void {
    this.#load = load
    this.#startAtEpochMs = startAtEpochMs
  }

  setPace(factor: number): void {
    const last = this.paceChanges.at(-1)?.atMs ?? 0
    const atMs = Math.max(last, this.#sinceStartMs() + NOTICE_MS)
    this.factor = factor
    this.paceChanges.push({ atMs, factor })
    this.#load?.order({ kind: 'pace', atMs, factor })
  }

  finish(): void {
    this.finished = true
    this.#load?.order({ kind: 'finish' })
  }

  #sinceStartMs(): number {
    return this.#epochMs() - this.#startAtEpochMs
  }
}

/** A change reaches every thread before it takes effect. */
const NOTICE_MS = 50
