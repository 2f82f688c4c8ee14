import type { IdleWatch } from '../models/recommend/safe-idle-timeout.ts'
import type { Endpoint, WireRequest } from '../workers/connection.ts'
import { UndiciConnection } from '../workers/undici/connection-undici.ts'

/**
 * One connection that carries a single request and is then left alone, to see when the server closes it. It costs
 * nothing while other stages run, and what it has seen by then bounds the idle timeout that is safe.
 */
export class ServerIdleWatch {
  readonly #connection: UndiciConnection
  #idleSinceMs: number | null = null
  #closedMs: number | null = null

  constructor(endpoint: Endpoint, request: WireRequest) {
    this.#connection = new UndiciConnection(endpoint, {
      opened: () => {
        this.#connection.send(request, {
          wantsContent: false,
          head: () => {},
          data: () => {},
          end: () => {
            this.#idleSinceMs = performance.now()
          },
          error: () => {},
        })
      },
      dialFailed: () => {},
      closed: () => {
        if (this.#idleSinceMs !== null) this.#closedMs = performance.now()
      },
    })
  }

  read(): IdleWatch {
    if (this.#idleSinceMs === null) return { closedAfterMs: null, openForMs: 0 }
    const untilMs = this.#closedMs ?? performance.now()
    return {
      closedAfterMs: this.#closedMs === null ? null : untilMs - this.#idleSinceMs,
      openForMs: untilMs - this.#idleSinceMs,
    }
  }

  close(): void {
    this.#connection.destroy()
  }
}
