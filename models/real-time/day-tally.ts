import { isGeneratorBound } from '../measurement/generator-health.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import { mergeTargetStretches } from './merge-target-stretches.ts'
import type { Gap, MinuteEntry } from './minute-entry.ts'

/** What came of a day of the schedule, as far as it was sent. */
export interface DaySummary {
  /** From 1. */
  readonly day: number
  readonly minutes: number
  readonly requests: number
  /** Dropped ones too. */
  readonly failed: number
  /** `null` where nothing was answered. */
  readonly meanMs: number | null
  readonly p99Ms: number | null
  /** The one with the highest P99; `null` where nothing was answered. */
  readonly worst: WorstMinute | null
  readonly dialed: number
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
  readonly gcMaxMs: number | null
  readonly targetRestarts: number
  /** Before or within the day. */
  readonly gaps: readonly Gap[]
  /** In which requests went out too late to say much about the target. */
  readonly lateMinutes: number
}

export interface WorstMinute {
  /** Of the schedule, from 0. */
  readonly minute: number
  readonly p99Ms: number
}

/** More than these are not told one by one, so that a day cannot grow without end. */
const MOST_GAPS = 1440

/** Adds up a day, in the same space however many minutes it has. */
export class DayTally {
  readonly day: number
  readonly #response = new LatencyHistogram()
  readonly #gaps: Gap[] = []
  #target: TargetStretch | null = null
  #minutes = 0
  #requests = 0
  #failed = 0
  #dialed = 0
  #restarts = 0
  #late = 0
  #worst: WorstMinute | null = null

  constructor(day: number) {
    this.day = day
  }

  /** @param response of that minute, decoded already where the caller has it */
  add(
    entry: MinuteEntry,
    response: LatencyHistogram = LatencyHistogram.fromStored(entry.measured.response),
  ): void {
    const { requests, connections } = entry.measured
    this.#minutes++
    this.#requests += requests.due
    this.#failed += requests.failed + requests.dropped
    this.#dialed += connections.dialed
    this.#restarts += entry.targetRestarts
    if (isGeneratorBound(entry.generator)) this.#late++
    if (entry.gapBefore !== null && this.#gaps.length < MOST_GAPS) this.#gaps.push(entry.gapBefore)
    this.#target = mergeTargetStretches(this.#target, entry.target)
    this.#response.add(response)
    this.#keepWorst(entry.minute, response)
  }

  summary(): DaySummary {
    const isEmpty = this.#response.count === 0
    return {
      day: this.day,
      minutes: this.#minutes,
      requests: this.#requests,
      failed: this.#failed,
      meanMs: isEmpty ? null : this.#response.meanMs,
      p99Ms: isEmpty ? null : this.#response.quantileMs(0.99),
      worst: this.#worst,
      dialed: this.#dialed,
      rssPeakBytes: this.#target?.rssPeakBytes ?? null,
      gcPauses: this.#target?.gcPauses ?? null,
      gcTotalMs: this.#target?.gcTotalMs ?? null,
      gcMaxMs: this.#target?.gcMaxMs ?? null,
      targetRestarts: this.#restarts,
      gaps: [...this.#gaps],
      lateMinutes: this.#late,
    }
  }

  #keepWorst(minute: number, response: LatencyHistogram): void {
    if (response.count === 0) return
    const p99Ms = response.quantileMs(0.99)
    if (this.#worst === null || p99Ms > this.#worst.p99Ms) this.#worst = { minute, p99Ms }
  }
}
