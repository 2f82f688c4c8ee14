import type { CpuProfile } from './cpu-profile.ts'
import { nodeStacks } from './node-stacks.ts'
import { selfTimes } from './sample-stretches.ts'
import type { StackProfile } from './stack-profile.ts'

/**
 * Where the time of a CPU profile went, in µs. Idle time, the garbage collector and `(program)` are frames without a
 * file. The time before the first sample is in none.
 *
 * @param intervalUs between samples, for profiles without times; by default what they come to on average
 */
export function fromCpuProfile(profile: CpuProfile, intervalUs?: number): StackProfile {
  const { frames, stackOf } = nodeStacks(profile)
  const samples = [...selfTimes(profile, intervalUs)].map(([nodeId, value]) => ({
    stack: stackOf(nodeId),
    value,
  }))
  return { unit: 'microseconds', frames, samples }
}
