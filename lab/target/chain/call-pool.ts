import type { PoolVitals } from '../../../models/root-cause/observation.ts'
import { PermitQueue } from './permit-queue.ts'

/** A connection that was taken out of a pool; given back, or kept, once. */
export interface CheckedOut<Connection> {
  readonly connection: Connection
  release(): void
  /** Leaves it checked out until the pool's `reclaim`, as a program does that forgets to give it back. */
  leak(): void
}

/** Thrown to who waited for a connection for as long as it may. */
export class NoConnectionError extends Error {
  override readonly name = 'NoConnectionError'
}

export interface CallPoolOptions<Connection> {
  readonly peer: string
  /** Connections out at once, an integer of 1 or more. */
  readonly limit: number
  create(): Connection
  /** Monotonic ms. */
  nowMs(): number
}

/**
 * A bounded pool of connections to one peer: whoever finds all of them out waits in line. It is given connections that
 * open themselves, and hands out the one that was used last.
 */
export class CallPool<Connection> {
  readonly #options: CallPoolOptions<Connection>
  readonly #permits: PermitQueue
  readonly #idle: Connection[] = []
  readonly #all: Connection[] = []
  /** When each was taken out, in order of time. */
  readonly #outSinceMs = new Map<symbol, number>()
  readonly #reclaims = new Map<symbol, () => void>()

  /** @throws RangeError when the limit is out of range */
  constructor(options: CallPoolOptions<Connection>) {
    this.#options = options
    this.#permits = new PermitQueue(options.limit)
  }

  /** Those that it has made, idle or not. */
  get connections(): readonly Connection[] {
    return this.#all
  }

  /** @throws RangeError when it is no integer of 1 or more */
  set limit(limit: number) {
    this.#permits.limit = limit
  }

  get limit(): number {
    return this.#permits.limit
  }

  /**
   * Takes a connection out.
   *
   * @param waitMs for which it may take to get one, above 0
   * @throws NoConnectionError when none came back in that time
   */
  checkOut(waitMs: number): Promise<CheckedOut<Connection>> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        giveUp()
        reject(new NoConnectionError(`no connection to ${this.#options.peer} within ${waitMs} ms`))
      }, waitMs)
      const giveUp = this.#permits.enter(() => {
        clearTimeout(limit)
        resolve(this.#takeOut())
      })
    })
  }

  /** Takes back every connection that was leaked. */
  reclaim(): void {
    for (const takeBack of this.#reclaims.values()) takeBack()
  }

  vitals(): PoolVitals {
    const [oldestMs = null] = this.#outSinceMs.values()
    return {
      peer: this.#options.peer,
      limit: this.#permits.limit,
      busy: this.#permits.held,
      idle: this.#idle.length,
      waiting: this.#permits.waiting,
      longestHeldMs: oldestMs === null ? 0 : this.#options.nowMs() - oldestMs,
    }
  }

  #takeOut(): CheckedOut<Connection> {
    const connection = this.#idle.pop() ?? this.#create()
    const id = Symbol('checked out')
    this.#outSinceMs.set(id, this.#options.nowMs())
    const putBack = (): void => {
      if (!this.#outSinceMs.delete(id)) return
      this.#reclaims.delete(id)
      this.#idle.push(connection)
      this.#permits.leave()
    }
    return { connection, release: putBack, leak: () => void this.#reclaims.set(id, putBack) }
  }

  #create(): Connection {
    const connection = this.#options.create()
    this.#all.push(connection)
    return connection
  }
}
