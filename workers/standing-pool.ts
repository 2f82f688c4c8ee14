import { findClient } from '../models/clients/catalogue.ts'
import { policyOf } from '../models/clients/client.ts'
import { type ConnectionCounts, connectionsSince } from '../models/measurement/measurement.ts'
import type { PoolCounts } from '../models/pool/pool-counters.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import { dialWith } from './dial-with.ts'
import { LivePool } from './live-pool.ts'
import type { Recorder } from './recorder.ts'
import type { SentMinute, StandingTask } from './standing-messages.ts'

/**
 * A pool that lives on from minute to minute. Each minute has a recorder of its own, which is told of what the pool does
 * from the minute's beginning to the next one's; every connection is counted in one minute.
 */
export class StandingPool {
  readonly number: number
  readonly pool: LivePool<PreparedRequest>
  readonly #dialTimeoutMs: number
  #recorder: Recorder | null = null
  #counted: PoolCounts
  #users = 0
  #isRetired = false

  constructor(task: StandingTask, minute: SentMinute, clock: () => number) {
    this.number = minute.pool
    this.#dialTimeoutMs = task.endpoint.dialTimeoutMs
    this.pool = new LivePool<PreparedRequest>({
      dial: dialWith(task.driver, task.endpoint),
      settings: minute.settings,
      policy: policyOf(findClient(task.client), minute.configuration),
      clock,
      listener: {
        dialed: (times, durationMs) => this.#recorder?.dialed(times, durationMs),
        retried: () => this.#recorder?.retried(),
        connectionError: (error) => this.#recorder?.connectionError(error),
      },
    })
    this.#counted = this.pool.machine.counters.snapshot()
  }

  /** Tells another recorder from now on. */
  record(recorder: Recorder): void {
    this.#recorder = recorder
  }

  /** What the pool did since this was last called; the peaks are of its whole life. */
  countConnections(): ConnectionCounts {
    const { counters } = this.pool.machine
    const counted = connectionsSince(this.#counted, counters)
    this.#counted = counters.snapshot()
    return counted
  }

  /** A minute is sent through it. @returns to be called when that minute's last request has ended */
  use(): () => Promise<void> {
    this.#users++
    return async () => {
      this.#users--
      await this.#closeIfUnused()
    }
  }

  /** Nothing new is sent through it: it is closed when what is under way has ended. */
  retire(): void {
    this.#isRetired = true
    void this.#closeIfUnused()
  }

  /** Closes it, whatever is under way. */
  close(): void {
    this.pool.close(new Error('the run has ended'))
  }

  async #closeIfUnused(): Promise<void> {
    if (!this.#isRetired || this.#users > 0) return
    await this.pool.settled(this.#dialTimeoutMs)
    this.close()
  }
}
