import type { Frame, StackProfile } from './stack-profile.ts'

/** The profile as if the functions were not there: what they cost themselves is their callers'. */
export function withoutFrames(profile: StackProfile, isDropped: (frame: Frame) => boolean): StackProfile {
  const dropped = profile.frames.map(isDropped)
  const samples = profile.samples.map(({ stack, value }) => ({
    stack: stack.filter((frame) => dropped[frame] !== true),
    value,
  }))
  return { ...profile, samples }
}

/** Only what ran in the function or was called by it, with its outermost call as the root. */
export function focusedOn(profile: StackProfile, isFocus: (frame: Frame) => boolean): StackProfile {
  const focus = profile.frames.map(isFocus)
  const samples = profile.samples.flatMap(({ stack, value }) => {
    const at = stack.findLastIndex((frame) => focus[frame] === true)
    return at < 0 ? [] : [{ stack: stack.slice(0, at + 1), value }]
  })
  return { ...profile, samples }
}
