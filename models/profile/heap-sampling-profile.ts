import type { CallFrame } from './cpu-profile.ts'

/** What is live of what was sampled, as V8 gives it (`HeapProfiler.getSamplingProfile`). */
export interface HeapSamplingProfile {
  readonly head: HeapSamplingNode
}

export interface HeapSamplingNode {
  readonly callFrame: CallFrame
  /** Bytes allocated by the function itself that are live, scaled up from the samples by V8. */
  readonly selfSize: number
  readonly id: number
  readonly children: readonly HeapSamplingNode[]
}
