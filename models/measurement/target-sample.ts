/**
 * What a target says about itself at one moment. `null` means that this source cannot know the figure; it is
 * shown as not available, never as 0.
 */
export interface TargetSample {
  /** Wall-clock ms since the epoch when the sample was taken. */
  readonly atEpochMs: number
  /** What the target runs on, such as `Bun 1.4.5`, where it says so. */
  readonly runtime?: string
  readonly rssBytes: number | null
  readonly heapUsedBytes: number | null
  /** What the heap has taken from the system, used or not. */
  readonly heapTotalBytes: number | null
  /** Memory outside of the heap that objects on it keep, such as the contents of buffers. */
  readonly externalBytes: number | null
  /** Allocated on the heap since the target started, whether it is still there or not. */
  readonly allocatedBytes: number | null
  /** Since the target started. */
  readonly gc: GcPauses | null
  /** Over about the last second. */
  readonly eventLoopDelayMs: { readonly mean: number; readonly max: number } | null
  readonly openConnections: number | null
  /** Since the target started. */
  readonly acceptedConnections: number | null
  /** Since the target started. */
  readonly requestsReceived: number | null
  readonly openFileDescriptors: number | null
  /** Open TCP sockets, of servers' and clients' connections alike; without those that listen. */
  readonly sockets: number | null
  /** What keeps the event loop going, counted by its type, such as `Timeout`. */
  readonly activeResources: Readonly<Record<string, number>> | null
  /** User and system time since the target started. */
  readonly cpuSeconds: number | null
  /** What the target counts itself, by names of its own; since it started. */
  readonly counters: Readonly<Record<string, number>> | null
}

export interface GcPauses {
  readonly count: number
  readonly totalMs: number
  /** Longest single pause, or `null` where the source only keeps totals. */
  readonly maxMs: number | null
  /** Longest single pause of about the last second, 0 without one, where the source knows. */
  readonly recentMaxMs?: number
}

/** A sample that knows nothing: sources fill in what they can. */
export const UNKNOWN_SAMPLE: Omit<TargetSample, 'atEpochMs'> = {
  rssBytes: null,
  heapUsedBytes: null,
  heapTotalBytes: null,
  externalBytes: null,
  allocatedBytes: null,
  gc: null,
  eventLoopDelayMs: null,
  openConnections: null,
  acceptedConnections: null,
  requestsReceived: null,
  openFileDescriptors: null,
  sockets: null,
  activeResources: null,
  cpuSeconds: null,
  counters: null,
}
