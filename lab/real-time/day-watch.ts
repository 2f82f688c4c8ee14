import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import { DayTally } from '../../models/real-time/day-tally.ts'
import { dayOf, minutesIn, type RealTimePlan } from '../../models/real-time/real-time-plan.ts'
import { dayText } from '../../reports/real-time/day-text.ts'
import type { Progress } from '../progress.ts'
import { readMinutes } from './journal.ts'
import type { SchedulePosition } from './send-schedule.ts'

/** Where a day's summary goes. */
export interface DayFiles {
  writeText(name: string, text: string): Promise<void>
}

/** Tells of each day of the schedule when it is over, on stderr and in a file; holds the day under way. */
export class DayWatch {
  readonly #plan: RealTimePlan
  readonly #files: DayFiles
  readonly #progress: Pick<Progress, 'say'>
  #day: DayTally | null = null

  constructor(plan: RealTimePlan, files: DayFiles, progress: Pick<Progress, 'say'>) {
    this.#plan = plan
    this.#files = files
    this.#progress = progress
  }

  /**
   * Reads a journal, and takes in what it has of its last day.
   *
   * @returns where the schedule stands after it
   */
  async read(journal: string): Promise<SchedulePosition> {
    let last: MinuteEntry | null = null
    for await (const entry of readMinutes(journal)) last = entry
    if (last === null) return { minute: 0, index: 0, lastEndEpochMs: null }
    const day = dayOf(this.#plan, last.minute)
    for await (const entry of readMinutes(journal)) {
      if (dayOf(this.#plan, entry.minute) === day) this.#tally(entry)
    }
    // It may have ended after the day's last minute was kept, and before its summary was written.
    if (this.#day !== null && this.#endsDay(last)) await this.#write(this.#day)
    return {
      minute: last.minute + 1,
      index: last.nextIndex,
      lastEndEpochMs: last.startedAtEpochMs + last.measured.measuredMs,
    }
  }

  async add(entry: MinuteEntry): Promise<void> {
    const day = this.#tally(entry)
    if (this.#endsDay(entry)) this.#progress.say(await this.#write(day))
  }

  #endsDay({ minute }: MinuteEntry): boolean {
    const next = minute + 1
    return next >= minutesIn(this.#plan) || dayOf(this.#plan, next) > dayOf(this.#plan, minute)
  }

  async #write(day: DayTally): Promise<string> {
    const text = dayText(day.summary(), this.#plan)
    await this.#files.writeText(`day-${day.day}.txt`, `${text}\n`)
    return text
  }

  #tally(entry: MinuteEntry): DayTally {
    const number = dayOf(this.#plan, entry.minute)
    if (this.#day?.day !== number) this.#day = new DayTally(number)
    this.#day.add(entry)
    return this.#day
  }
}
