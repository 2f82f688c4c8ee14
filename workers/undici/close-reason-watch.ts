import { type CloseReason, closeReasons } from '../../models/pool/close-reason.ts'
import type { PoolCounts } from '../../models/pool/pool-counters.ts'

/**
 * Says why a connection was closed, from what the pool counts: of the closed ones, one count has grown since the
 * connection before.
 */
export class CloseReasonWatch {
  readonly #seen: Record<CloseReason, number>

  constructor(counts: PoolCounts) {
    this.#seen = { ...counts.closed }
  }

  /** Call once for each connection that had been open, as it is closed. Those closed uncounted are shut down. */
  next(counts: PoolCounts): CloseReason {
    for (const reason of closeReasons) {
      if (reason === 'dial-failed' || counts.closed[reason] === this.#seen[reason]) continue
      this.#seen[reason]++
      return reason
    }
    return 'shutdown'
  }
}
