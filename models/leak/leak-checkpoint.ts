/** Memory of a process after a forced full collection; `null` for what is not known. */
export interface LeakCheckpoint {
  /** Answered since the first checkpoint. */
  readonly requests: number
  /** ms since the first checkpoint. */
  readonly atMs: number
  readonly heapUsedBytes: number | null
  /** Outside of the heap and bound to objects in it, array buffers included. */
  readonly externalBytes: number | null
  readonly rssBytes: number | null
}
