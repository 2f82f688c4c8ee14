/** A stretch in which the event loop of a process did nothing else. */
export interface EventLoopBlock {
  /** Wall-clock ms since the epoch. */
  readonly startedAtEpochMs: number
  readonly durationMs: number
}
