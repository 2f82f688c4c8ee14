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
  /** Since the target started. */
  readonly gc: GcPauses | null
  readonly eventLoopDelayMs: { readonly mean: number; readonly max: number } | null
  readonly openConnections: number | null
  /** Since the target started. */
  readonly acceptedConnections: number | null
  /** Since the target started. */
  readonly requestsReceived: number | null
  readonly openFileDescriptors: number | null
  /** User and system time since the target started. */
  readonly cpuSeconds: number | null
}

export interface GcPauses {
  readonly count: number
  readonly totalMs: number
  /** Longest single pause, or `null` where the source only keeps totals. */
  readonly maxMs: number | null
}

/** A sample that knows nothing: sources fill in what they can. */
export const UNKNOWN_SAMPLE: Omit<TargetSample, 'atEpochMs'> = {
  rssBytes: null,
  heapUsedBytes: null,
  gc: null,
  eventLoopDelayMs: null,
  openConnections: null,
  acceptedConnections: null,
  requestsReceived: null,
  openFileDescriptors: null,
  cpuSeconds: null,
}
