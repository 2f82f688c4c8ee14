import type { Server } from 'node:http'
import type { CloseCause, LifecycleState } from './lifecycle-state.ts'
import { UnusedSockets } from './unused-sockets.ts'

/** How a server went. */
export interface DrainReport {
  /** Whether it closed because no request had come for a while, or because time was up. */
  readonly cause: CloseCause
  /** From the stop to the end of the last connection, in ms. */
  readonly tookMs: number
  /** Requests whose responses were cut off, because they were still under way at the deadline. */
  readonly cutRequests: number
}

/** Closes a server when its state says so: the listener first, then what is idle, at the deadline everything. */
export class ServerDrain {
  readonly #server: Server
  readonly #state: LifecycleState
  readonly #clock: () => number
  readonly #unused: UnusedSockets
  #timer: NodeJS.Timeout | null = null
  #cause: CloseCause | null = null
  #cutRequests: number | null = null
  #resolve: (cause: CloseCause) => void = () => {}

  /** @param server before it listens */
  constructor(server: Server, state: LifecycleState, clock: () => number) {
    this.#server = server
    this.#state = state
    this.#clock = clock
    this.#unused = new UnusedSockets(server)
  }

  /** Stops, waits, closes. @returns when the last connection has ended */
  async run(): Promise<DrainReport> {
    const fromMs = this.#clock()
    const closed = new Promise<CloseCause>((resolve) => {
      this.#resolve = resolve
    })
    this.#state.stop(fromMs)
    this.look()
    const cause = await closed
    return { cause, tookMs: this.#clock() - fromMs, cutRequests: this.#cutRequests ?? 0 }
  }

  /** Closes the server if it is time to, or sees to it that it is looked again; to be called when a request ends. */
  readonly look = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const nowMs = this.#clock()
    // Requests that have arrived and not been read are, in the turn of the event loop before an immediate.
    if (this.#state.closeCause(nowMs) !== null) return void setImmediate(this.#close)
    const nextMs = this.#state.nextLookMs(nowMs)
    if (nextMs < Infinity) this.#timer = setTimeout(this.look, Math.ceil(nextMs - nowMs))
  }

  readonly #close = (): void => {
    const cause = this.#state.closeCause(this.#clock())
    if (cause === null) return this.look()
    if (this.#cause === null) {
      this.#cause = cause
      this.#server.close(() => this.#ended(cause))
      this.#unused.close()
    }
    if (cause === 'deadline') this.#cutAll()
    else this.#timer = setTimeout(this.#cutAll, this.#state.deadlineMs - this.#clock())
  }

  /** What may still be open after a quiet close: requests of which a part had come. */
  readonly #cutAll = (): void => {
    this.#cutRequests ??= this.#state.requests
    this.#server.closeAllConnections()
  }

  #ended(cause: CloseCause): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#state.close()
    this.#resolve(cause)
  }
}
