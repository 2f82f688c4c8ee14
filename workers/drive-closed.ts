import { createDistribution } from '../models/simulate/create-distribution.ts'
import type { Distribution, DistributionSpec } from '../models/simulate/distribution.ts'
import { RandomStream } from '../models/random/random-stream.ts'
import type { Drive, DriveOptions } from './drive.ts'
import type { SentRequest } from './sent-request.ts'
import { Stretch } from './stretch.ts'
import { Traffic, Unanswered } from './traffic.ts'

export interface ClosedDriveOptions extends DriveOptions {
  /** Users of this thread, ≥ 1. */
  readonly users: number
  /** Between the end of a response and the user's next request, in ms; `null` for none. */
  readonly thinkTime: DistributionSpec | null
  readonly seed: number
  /** This thread, 0…threads − 1, and how many there are: requests are numbered across them. */
  readonly thread: number
  readonly threads: number
  /** Requests to send in this thread; Infinity for no limit. */
  readonly mostRequests: number
  /** The number of users has changed. */
  readonly onUsers: (users: number) => void
}

/**
 * Users who each send a request, wait for the answer, think, and send the next (closed model). A user whose request
 * failed without an answer waits a moment, so that a dead target is not hammered.
 */
export class ClosedDrive implements Drive {
  readonly polledMs = 0
  readonly #options: ClosedDriveOptions
  readonly #traffic: Traffic
  readonly #stretch: Stretch
  readonly #thinkTime: Distribution | null
  readonly #stream: RandomStream
  readonly #thinking = new Set<NodeJS.Timeout>()
  #wanted: number
  /** Users about, whether they wait or think. */
  #active = 0
  #sent = 0
  #resolve: (measuredMs: number) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(options: ClosedDriveOptions) {
    this.#options = options
    this.#wanted = options.users
    this.#thinkTime = options.thinkTime === null ? null : createDistribution(options.thinkTime)
    this.#stream = new RandomStream(options.seed, 'think', options.thread)
    this.#traffic = new Traffic(options, {
      ended: (request) => this.#answered(request),
      threw: (error) => this.#stretch.fail(error),
    })
    this.#stretch = new Stretch(options, () => this.#traffic.underWay, {
      measuring: options.onMeasuring,
      draining: () => {
        this.#sendHome()
        options.recorder.stopMeasuring()
      },
      sweep: () => this.#traffic.abortOverdue(),
      overdue: () => this.#traffic.abortAll(new Unanswered(options.drainMs)),
      ended: (measuredMs) => this.#close(() => this.#resolve(measuredMs)),
      failed: (error) => this.#close(() => this.#reject(error)),
    })
  }

  run(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#stretch.start()
      if (this.#stretch.sending) this.#stretch.at(0, () => this.#fill())
    })
  }

  finish(): void {
    this.#stretch.finish()
  }

  setPace(atMs: number, factor: number): void {
    if (!this.#stretch.sending) return
    const { users, onUsers } = this.#options
    this.#stretch.at(atMs, () => {
      this.#wanted = factor === 0 ? 0 : Math.max(1, Math.round(users * factor))
      if (factor === 0) this.#stretch.pause(atMs)
      else this.#stretch.resume(atMs)
      if (factor !== 0) onUsers(this.#wanted)
      this.#fill()
    })
  }

  /** Lets users come until there are as many as wanted. */
  #fill(): void {
    if (this.#options.mostRequests <= 0) return this.#complete()
    while (this.#active < this.#wanted && this.#stretch.sending) {
      this.#active++
      this.#next()
    }
  }

  /** A user is ready for the next request. */
  #next(): void {
    const { clock, startMs, thread, threads, mostRequests } = this.#options
    if (!this.#stretch.sending || this.#active > this.#wanted || this.#sent >= mostRequests) {
      this.#active--
      return
    }
    const nowMs = clock()
    try {
      this.#traffic.send(
        thread + this.#sent++ * threads,
        nowMs,
        this.#stretch.isMeasured(nowMs - startMs),
        nowMs,
      )
      if (this.#sent >= mostRequests) this.#complete()
    } catch (error) {
      this.#stretch.fail(error)
    }
  }

  #complete(): void {
    this.#sendHome()
    this.#stretch.complete()
  }

  #answered(request: SentRequest): void {
    const thinkMs = this.#thinkTime?.draw(this.#stream) ?? 0
    const waitMs = request.status === null ? Math.max(thinkMs, AFTER_FAILURE_MS) : thinkMs
    if (waitMs === 0) this.#next()
    else this.#think(waitMs)
    this.#stretch.requestEnded()
  }

  #think(ms: number): void {
    const timer = setTimeout(
      () => {
        this.#thinking.delete(timer)
        this.#next()
      },
      Math.min(ms, LONGEST_TIMER_MS),
    )
    this.#thinking.add(timer)
  }

  #sendHome(): void {
    for (const timer of this.#thinking) clearTimeout(timer)
    this.#thinking.clear()
  }

  #close(tell: () => void): void {
    this.#sendHome()
    this.#traffic.stop()
    tell()
  }
}

const AFTER_FAILURE_MS = 10
/** What a timer can be set to: 24.8 days, longer than any run. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
