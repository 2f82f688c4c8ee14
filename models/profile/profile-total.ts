import { isIdle } from './code-kind.ts'
import type { StackProfile, StackSample } from './stack-profile.ts'

/** All that was sampled, in the unit of the profile. */
export function profileTotal({ samples }: Pick<StackProfile, 'samples'>): number {
  return samples.reduce((sum, { value }) => sum + value, 0)
}

/** The samples in which something ran. */
export function busySamples({ frames, samples }: StackProfile): StackSample[] {
  return samples.filter(({ stack }) => stack[0] === undefined || !isIdle(frames[stack[0]]))
}

/** The profile without the time in which nothing ran. */
export function withoutIdle(profile: StackProfile): StackProfile {
  return { ...profile, samples: busySamples(profile) }
}
