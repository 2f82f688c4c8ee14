/** A function, at the place where it begins. */
export interface Frame {
  /** `(anonymous)` where it has none. */
  readonly functionName: string
  /** A path, or a URL such as `node:internal/…`; empty for what has no source, such as the garbage collector. */
  readonly file: string
  /** From 1; 0 where it is not known. */
  readonly line: number
  /** From 1; 0 where it is not known. */
  readonly column: number
}

export interface StackSample {
  /** Indexes of frames, the innermost function first; empty for what was sampled outside of any function. */
  readonly stack: readonly number[]
  /** In the unit of the profile; ≥ 0. */
  readonly value: number
}

/** Where something was spent, whatever was counted and whoever recorded it: V8, or Go's pprof. */
export interface StackProfile {
  readonly unit: 'microseconds' | 'bytes' | 'count'
  readonly frames: readonly Frame[]
  /** In no order; the same stack may come more than once. */
  readonly samples: readonly StackSample[]
}
