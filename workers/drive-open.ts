import type { PacedSchedule } from '../models/arrivals/paced-schedule.ts'
import type { Drive, DriveOptions } from './drive.ts'
import { Pacer, type Pacing } from './pacer.ts'
import { Stretch } from './stretch.ts'
import { Traffic, Unanswered } from './traffic.ts'

export interface OpenDriveOptions extends DriveOptions {
  readonly schedule: PacedSchedule
  /** Requests after which the schedule ends, counted over all workers; Infinity for all of it. */
  readonly mostRequests: number
  /** Position of the schedule's first request among those of the request source. */
  readonly firstIndex: number
  readonly pacing: Pacing
  /** Requests that may be under way at once; one more is dropped, never delayed. */
  readonly inFlightMax: number
}

/** Sends requests when they are due, whether or not earlier ones have been answered (open model). */
export class OpenDrive implements Drive {
  readonly #options: OpenDriveOptions
  readonly #traffic: Traffic
  readonly #stretch: Stretch
  readonly #pacer: Pacer
  #resolve: (measuredMs: number) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(options: OpenDriveOptions) {
    this.#options = options
    this.#pacer = new Pacer(options.pacing, options.clock)
    this.#traffic = new Traffic(options, {
      ended: () => this.#stretch.requestEnded(),
      threw: (error) => this.#stretch.fail(error),
    })
    this.#stretch = new Stretch(options, () => this.#traffic.underWay, {
      measuring: options.onMeasuring,
      draining: () => {
        this.#pacer.cancel()
        this.#sendLast()
        options.recorder.stopMeasuring()
      },
      sweep: () => this.#traffic.abortOverdue(),
      overdue: () => this.#traffic.abortAll(new Unanswered(options.drainMs)),
      ended: (measuredMs) => this.#close(() => this.#resolve(measuredMs)),
      failed: (error) => this.#close(() => this.#reject(error)),
    })
  }

  get polledMs(): number {
    return this.#pacer.polledMs
  }

  run(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#stretch.start()
      if (this.#stretch.sending) this.#sendDue()
    })
  }

  finish(): void {
    this.#stretch.finish()
  }

  setPace(atMs: number, factor: number): void {
    if (!this.#stretch.sending) return
    this.#options.schedule.setPace(atMs, factor)
    this.#stretch.at(atMs, () => {
      if (factor === 0) this.#stretch.pause(atMs)
      else this.#stretch.resume(atMs)
    })
    this.#sendDue()
  }

  readonly #sendDue = (): void => {
    const { schedule, mostRequests, startMs } = this.#options
    try {
      this.#stretch.takeNotice()
      this.#sendAllDue()
      if (!this.#stretch.sending) return
      if (schedule.nextIndex >= mostRequests) this.#stretch.complete()
      else this.#pacer.wakeAt(startMs + schedule.nextMs, this.#sendDue)
    } catch (error) {
      this.#stretch.fail(error)
    }
  }

  #sendLast(): void {
    try {
      this.#sendAllDue()
    } catch (error) {
      this.#stretch.fail(error)
    }
  }

  /** At the end of the stretch too: what was due before it and had no turn is late, but not left out. */
  #sendAllDue(): void {
    const { schedule, mostRequests, clock, startMs } = this.#options
    const nowMs = clock() - startMs
    const { sentUntilMs } = this.#stretch
    while (schedule.nextMs <= nowMs && schedule.nextMs < sentUntilMs && schedule.nextIndex < mostRequests) {
      this.#send(schedule.nextIndex, schedule.nextMs)
      schedule.advance()
    }
  }

  #send(index: number, dueMs: number): void {
    const { recorder, clock, startMs, firstIndex, inFlightMax } = this.#options
    const measured = this.#stretch.isMeasured(dueMs)
    if (this.#traffic.underWay < inFlightMax)
      this.#traffic.send(firstIndex + index, startMs + dueMs, measured, clock())
    else if (measured) recorder.dropped(startMs + dueMs)
  }

  #close(tell: () => void): void {
    this.#pacer.cancel()
    this.#traffic.stop()
    tell()
  }
}
