/** A CPU profile as V8 gives it (`Profiler.stop` of the Chrome DevTools protocol), and as `.cpuprofile` files hold it. */
export interface CpuProfile {
  readonly nodes: readonly CpuProfileNode[]
  /** µs, on a clock of its own. */
  readonly startTime: number
  /** µs, on the same clock. */
  readonly endTime: number
  /** Ids of the nodes that were on top, one for each sample. */
  readonly samples?: readonly number[]
  /** µs from the sample before; the first from `startTime`. */
  readonly timeDeltas?: readonly number[]
}

export interface CpuProfileNode {
  readonly id: number
  readonly callFrame: CallFrame
  readonly hitCount?: number
  /** Ids of nodes. */
  readonly children?: readonly number[]
  /** On which lines of the function itself the samples fell; lines from 1, of the code as it ran. Bun gives none. */
  readonly positionTicks?: ReadonlyArray<{ readonly line: number; readonly ticks: number }>
}

export interface CallFrame {
  readonly functionName: string
  readonly scriptId: string
  readonly url: string
  /** From 0. */
  readonly lineNumber: number
  /** From 0. */
  readonly columnNumber: number
}
