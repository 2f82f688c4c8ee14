import { type CodeKind, codeKind, isIdle } from './code-kind.ts'
import { busySamples, profileTotal } from './profile-total.ts'
import type { Frame, StackProfile } from './stack-profile.ts'

/** What one function cost, in the unit of the profile. */
export interface TopFunction extends Frame {
  readonly kind: CodeKind
  /** In the function itself. */
  readonly self: number
  /** In it and in what it called; where it called itself, once. */
  readonly total: number
  /** Of all that was sampled while something ran, in [0, 1]. */
  readonly selfShare: number
  readonly totalShare: number
}

/** Functions by what they cost themselves, the dearest first; idle time is none of them. */
export function topFunctions(profile: StackProfile, limit = Infinity): TopFunction[] {
  const { frames } = profile
  const self = new Float64Array(frames.length)
  const total = new Float64Array(frames.length)
  const busy = busySamples(profile)
  for (const { stack, value } of busy) {
    if (stack[0] !== undefined) self[stack[0]]! += value
    for (const frame of new Set(stack)) total[frame]! += value
  }
  const all = profileTotal({ samples: busy })
  const share = (value: number) => (all === 0 ? 0 : value / all)
  return frames
    .map((frame, i) => ({ frame, self: self[i] ?? 0, total: total[i] ?? 0 }))
    .filter((each) => each.total > 0 && !isIdle(each.frame))
    .sort((a, b) => b.self - a.self || b.total - a.total || compareFrames(a.frame, b.frame))
    .slice(0, limit)
    .map((each) => ({
      ...each.frame,
      kind: codeKind(each.frame),
      self: each.self,
      total: each.total,
      selfShare: share(each.self),
      totalShare: share(each.total),
    }))
}

/** An order of frames that depends on nothing but them: by name, file and place. */
export function compareFrames(a: Frame, b: Frame): number {
  return (
    compareText(a.functionName, b.functionName) ||
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column
  )
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
