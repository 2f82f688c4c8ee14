import { isGeneratorBound } from '../measurement/generator-health.ts'
import {
  type Measurement,
  mergeStretches,
  readMeasurement,
  storeMeasurement,
} from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { MeasuredBlock } from '../report/block-summary.ts'
import type { BlockPair } from '../statistics/block-ratio.ts'
import { type DaySummary, DayTally } from './day-tally.ts'
import { mergeTargetStretches } from './merge-target-stretches.ts'
import type { MinuteEntry } from './minute-entry.ts'
import {
  dayOf,
  type PlannedMinute,
  plannedMinute,
  type RealTimePlan,
  type RealTimeSide,
} from './real-time-plan.ts'

/** What a side sent and got, over the whole run. */
export interface SideTotals {
  readonly measurement: Measurement
  readonly target: TargetStretch
  readonly minutes: number
}

/** Adds up a journal, minute by minute, for the report: days, sides, and pairs of whole blocks. */
export class RealTimeTally {
  readonly #plan: RealTimePlan
  readonly #days: DaySummary[] = []
  readonly #sides = new Map<RealTimeSide, SideTotals>()
  readonly #pairs: BlockPair<MeasuredBlock>[] = []
  #day: DayTally | null = null
  #block: OpenBlock | null = null
  #unpaired: MeasuredBlock | null = null
  #minutes = 0
  #late = 0
  #lastEndEpochMs: number | null = null
  #firstEpochMs: number | null = null

  constructor(plan: RealTimePlan) {
    this.#plan = plan
  }

  get minutes(): number {
    return this.#minutes
  }

  get lateMinutes(): number {
    return this.#late
  }

  /** Of the first minute's start; `null` before there is one. */
  get firstEpochMs(): number | null {
    return this.#firstEpochMs
  }

  get lastEndEpochMs(): number | null {
    return this.#lastEndEpochMs
  }

  /** The last one may be under way. */
  get days(): readonly DaySummary[] {
    return this.#day === null ? this.#days : [...this.#days, this.#day.summary()]
  }

  /** `null` for a side of which nothing was sent. */
  side(side: RealTimeSide): SideTotals | null {
    return this.#sides.get(side) ?? null
  }

  /** Blocks next to each other in time, both whole, without the minutes in which their pools filled. */
  get pairs(): ReadonlyArray<BlockPair<MeasuredBlock>> {
    return this.#pairs
  }

  add(entry: MinuteEntry): void {
    const planned = plannedMinute(this.#plan, entry.minute)
    const measurement = readMeasurement(entry.measured)
    this.#minutes++
    this.#firstEpochMs ??= entry.startedAtEpochMs
    this.#lastEndEpochMs = entry.startedAtEpochMs + entry.measured.measuredMs
    if (isGeneratorBound(entry.generator)) this.#late++
    this.#addToDay(entry, measurement)
    this.#addToSide(entry, measurement)
    if (this.#plan.blocks !== null) this.#addToBlock(planned, entry, measurement, this.#plan.blocks.minutes)
  }

  #addToDay(entry: MinuteEntry, { response }: Measurement): void {
    const day = dayOf(this.#plan, entry.minute)
    if (this.#day?.day !== day) {
      if (this.#day !== null) this.#days.push(this.#day.summary())
      this.#day = new DayTally(day)
    }
    this.#day.add(entry, response)
  }

  #addToSide({ side, target }: MinuteEntry, measurement: Measurement): void {
    const sum = this.#sides.get(side)
    this.#sides.set(side, {
      measurement: sum === undefined ? measurement : mergeStretches([sum.measurement, measurement]),
      target: mergeTargetStretches(sum?.target ?? null, target),
      minutes: (sum?.minutes ?? 0) + 1,
    })
  }

  #addToBlock(planned: PlannedMinute, entry: MinuteEntry, measurement: Measurement, length: number): void {
    if (this.#block?.number !== planned.block) this.#block = new OpenBlock(planned)
    this.#block.add(planned, entry, measurement)
    if (this.#block.minutes === length) this.#close(this.#block)
  }

  #close(block: OpenBlock): void {
    const measured = block.measured
    const isFirst = block.number % 2 === 0
    const first = this.#unpaired
    this.#unpaired = isFirst ? measured : null
    if (isFirst || first === null || measured === null) return
    this.#pairs.push(
      block.side === 'recommended' ? { before: first, after: measured } : { before: measured, after: first },
    )
  }
}

/** A block whose minutes are being added. */
class OpenBlock {
  readonly number: number
  readonly side: RealTimeSide
  minutes = 0
  #measurement: Measurement | null = null
  #target: TargetStretch | null = null

  constructor({ block, side }: PlannedMinute) {
    this.number = block
    this.side = side
  }

  add({ isSettling }: PlannedMinute, { target }: MinuteEntry, measurement: Measurement): void {
    this.minutes++
    if (isSettling) return
    this.#measurement =
      this.#measurement === null ? measurement : mergeStretches([this.#measurement, measurement])
    this.#target = mergeTargetStretches(this.#target, target)
  }

  /** Without what settled; `null` where that is all. */
  get measured(): MeasuredBlock | null {
    if (this.#measurement === null || this.#target === null) return null
    return { measured: storeMeasurement(this.#measurement), target: this.#target }
  }
}
