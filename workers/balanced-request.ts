import type { OwnDial } from '../models/measurement/composition.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { ResponseHeaders } from './connection.ts'
import type { LivePool } from './live-pool.ts'
import type { RequestListener } from './pooled-request.ts'

/** Passes on what becomes of a request, knows which endpoint's pool it is in, and counts how it ended. */
export class BalancedRequest implements RequestListener {
  readonly pool: Pick<LivePool<PreparedRequest>, 'abort'>
  readonly #listener: RequestListener
  readonly #counts: { answered: number; failed: number }

  constructor(
    listener: RequestListener,
    pool: Pick<LivePool<PreparedRequest>, 'abort'>,
    counts: { answered: number; failed: number },
  ) {
    this.#listener = listener
    this.pool = pool
    this.#counts = counts
  }

  get wantsContent(): boolean {
    return this.#listener.wantsContent
  }

  sent(nowMs: number, ownDial: OwnDial | null): void {
    this.#listener.sent(nowMs, ownDial)
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#listener.head(status, headers)
  }

  data(chunk: Uint8Array): void {
    this.#listener.data(chunk)
  }

  done(nowMs: number): void {
    this.#counts.answered++
    this.#listener.done(nowMs)
  }

  failed(error: Error, nowMs: number): void {
    this.#counts.failed++
    this.#listener.failed(error, nowMs)
  }
}
