import { FrameTable } from './frame-table.ts'
import type { StackProfile, StackSample } from './stack-profile.ts'

/**
 * Several profiles as one; equal stacks become one sample.
 *
 * @throws RangeError when their units differ, or there are none
 */
export function mergeProfiles(profiles: readonly StackProfile[]): StackProfile {
  const unit = profiles[0]?.unit
  if (unit === undefined) throw new RangeError('there is no profile to merge')
  if (profiles.some((profile) => profile.unit !== unit))
    throw new RangeError('profiles of different units cannot be merged')
  const table = new FrameTable()
  const samples = new Map<string, StackSample>()
  for (const profile of profiles) {
    const indexes = profile.frames.map((frame) => table.indexOf(frame))
    for (const { stack, value } of profile.samples) {
      const moved = stack.map((frame) => indexes[frame] as number)
      const key = moved.join(' ')
      samples.set(key, { stack: moved, value: value + (samples.get(key)?.value ?? 0) })
    }
  }
  return { unit, frames: table.frames, samples: [...samples.values()] }
}
