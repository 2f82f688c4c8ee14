import type { IdleTimes } from './naive-expiry.oracle.ts'
import type { LimitsReached } from './naive-retirement.oracle.ts'
import type { PickRule } from './policy.ts'

export interface NaiveConnection extends IdleTimes {
  /** In order of creation from 0; never given twice. */
  readonly connection: number
  /** Lowest slot that was not taken when it was created. */
  readonly slot: number
  state: 'dialing' | 'busy' | 'idle' | 'closed'
  /** The request that this dial was made for and that still has none. */
  dialFor: number | null
  served: number
  openedAtMs: number
  idleSinceMs: number
  idleLimitMs: number
  hintMs: number | null
  /** Which limits it had reached when it was handed out last. */
  atHandOut: LimitsReached
  /** When a timer or a sweep closed it; those of the same moment come in no particular order. */
  closedAtMs: number | null
}

export function newConnection(connection: number, slot: number, dialFor: number | null): NaiveConnection {
  return {
    connection,
    slot,
    state: 'dialing',
    dialFor,
    served: 0,
    openedAtMs: NaN,
    idleSinceMs: NaN,
    idleLimitMs: NaN,
    hintMs: null,
    atHandOut: { requests: false, lifetime: false },
    closedAtMs: null,
  }
}

/**
 * The idle connection that a request would take first, whether or not it may have it.
 *
 * @param idle the one returned first first
 * @param taken those busy and dialing
 */
export function pickFrom(
  idle: readonly NaiveConnection[],
  taken: readonly NaiveConnection[],
  rule: PickRule,
): NaiveConnection | undefined {
  if (rule === 'lifo') return idle.at(-1)
  if (rule === 'fifo') return idle[0]
  if (rule === 'first-created') return byCreation(idle)[0]
  if (rule === 'first-slot') return idle.toSorted((a, b) => a.slot - b.slot)[0]
  const lowest = lowestNotIn(taken.map(({ slot }) => slot))
  return idle.find(({ slot }) => slot === lowest)
}

/** The connection that is left when one request after the other has taken all the others. */
export function takenLast(idle: readonly NaiveConnection[], rule: PickRule): NaiveConnection {
  let left = idle
  while (left.length > 1) {
    const taken = pickFrom(left, [], rule === 'first-slot-live-or-not' ? 'first-slot' : rule)
    left = left.filter((connection) => connection !== taken)
  }
  return left[0]!
}

export function byCreation(connections: readonly NaiveConnection[]): NaiveConnection[] {
  return connections.toSorted((a, b) => a.connection - b.connection)
}

export function lowestNotIn(slots: readonly number[]): number {
  let slot = 0
  while (slots.includes(slot)) slot++
  return slot
}
