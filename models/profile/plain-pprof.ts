/** A profile as pprof's profile.proto has it, with its strings in place: what of it a `StackProfile` is made of. */
export interface PlainPprof {
  readonly sampleTypes: readonly PprofSampleType[]
  readonly samples: readonly PprofSample[]
  readonly locations: readonly PprofLocation[]
  readonly functions: readonly PprofFunction[]
}

/** Such as `cpu` in `nanoseconds`, or `inuse_space` in `bytes`. */
export interface PprofSampleType {
  readonly type: string
  readonly unit: string
}

export interface PprofSample {
  /** The innermost first. */
  readonly locationIds: readonly number[]
  /** One for each sample type. */
  readonly values: readonly number[]
}

/** An address in the program: more than one line where functions were inlined, the innermost first. */
export interface PprofLocation {
  readonly id: number
  readonly lines: readonly PprofLine[]
}

export interface PprofLine {
  readonly functionId: number
  /** From 1; 0 where it is not known. */
  readonly line: number
  /** From 1; 0 where it is not known. */
  readonly column: number
}

export interface PprofFunction {
  readonly id: number
  readonly name: string
  readonly file: string
  /** From 1; 0 where it is not known. */
  readonly startLine: number
}
