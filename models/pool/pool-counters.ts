import { type CloseReason, closeReasons } from './close-reason.ts'

/** What a pool has done up to a moment. */
export interface PoolCounts {
  readonly dialed: number
  readonly reused: number
  readonly idleMs: number
  readonly closed: Readonly<Record<CloseReason, number>>
}

/** What a pool has done that has done nothing. */
export const NO_COUNTS: PoolCounts = {
  dialed: 0,
  reused: 0,
  idleMs: 0,
  closed: Object.fromEntries(closeReasons.map((reason) => [reason, 0])) as Record<CloseReason, number>,
}

/** What a pool has done since it was made. */
export class PoolCounters implements PoolCounts {
  /** Connections asked for, whether or not they came about. */
  dialed = 0
  /** Requests that went out on a connection that had carried another before. */
  reused = 0
  /** Idle connection-milliseconds, of connections that have left idleness. */
  idleMs = 0
  peakOpen = 0
  peakIdle = 0
  /** Most requests under way at once. */
  peakBusy = 0
  readonly closed: Record<CloseReason, number>

  constructor() {
    this.closed = { ...NO_COUNTS.closed }
  }

  observe(open: number, idle: number): void {
    if (open > this.peakOpen) this.peakOpen = open
    if (idle > this.peakIdle) this.peakIdle = idle
  }

  /** The counts as they stand now. */
  snapshot(): PoolCounts {
    return { dialed: this.dialed, reused: this.reused, idleMs: this.idleMs, closed: { ...this.closed } }
  }

  /** What has been added since a snapshot. */
  since(before: PoolCounts): PoolCounts {
    const closed = closeReasons.map((reason) => [reason, this.closed[reason] - before.closed[reason]])
    return {
      dialed: this.dialed - before.dialed,
      reused: this.reused - before.reused,
      idleMs: this.idleMs - before.idleMs,
      closed: Object.fromEntries(closed) as Record<CloseReason, number>,
    }
  }
}
