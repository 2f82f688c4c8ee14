import type { CloseReason } from './close-reason.ts'
import type { ConnectionTable } from './connection-table.ts'
import type { IdleSet } from './idle-set.ts'
import type { PoolConnections } from './pool-connections.ts'
import type { Returned } from './pool-effects.ts'
import type { Retirement } from './retirement.ts'

const KEPT: Returned = { reusable: true, hintMs: null }

/**
 * Closes the idle connections that would be closed by now, had the settings of `idle` and `retirement` held when
 * each became idle: when it was returned, or by a timer or a sweep since. The one idle longest goes first.
 */
export function closeOverdue(
  idle: IdleSet,
  table: ConnectionTable,
  retirement: Retirement,
  connections: PoolConnections,
  nowMs: number,
): void {
  for (const slot of idle.slots()) {
    const reason = refusedOnReturn(slot) ?? (idle.isOverdue(slot, nowMs) ? idle.closingReason(slot) : null)
    if (reason !== null) connections.drop(slot, reason, nowMs)
  }

  /** Why it would have been closed when it was returned, or `null`. */
  function refusedOnReturn(slot: number): CloseReason | null {
    const served = table.served[slot] as number
    const limitMs = idle.limitMs(slot)
    const reason = retirement.reason(slot, KEPT, served, limitMs, table.idleSinceMs[slot] as number)
    return reason === null && limitMs <= 0 ? 'server-asked' : reason
  }
}
