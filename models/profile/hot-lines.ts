import type { CpuProfile, CpuProfileNode } from './cpu-profile.ts'
import { frameKey, frameOfCall } from './frame-table.ts'
import { selfTimes } from './sample-stretches.ts'
import type { Frame } from './stack-profile.ts'

/** Time that a function spent itself on one of its lines. What V8 does without a frame of its own is in it. */
export interface HotLine {
  readonly frame: Frame
  /** From 1. */
  readonly line: number
  readonly selfUs: number
}

/**
 * On which lines the time was spent, the dearest first. V8 shows no frames for JSON, regular expressions, sorting and
 * much else of the language: their time is the caller's own, and the line is all that tells. Lines that are before the
 * function cannot be its own and are left out: they are of generated code whose functions alone were mapped back.
 */
export function hotLines(profile: CpuProfile): HotLine[] {
  const times = selfTimes(profile)
  const lines = new Map<string, { frame: Frame; line: number; selfUs: number }>()
  for (const node of profile.nodes) {
    const frame = frameOfCall(node.callFrame)
    for (const { line, share } of lineShares(node)) {
      const key = `${line}\n${frameKey(frame)}`
      const known = lines.get(key) ?? { frame, line, selfUs: 0 }
      known.selfUs += share * (times.get(node.id) ?? 0)
      lines.set(key, known)
    }
  }
  return [...lines.values()]
    .filter(({ selfUs }) => selfUs > 0)
    .sort((a, b) => b.selfUs - a.selfUs || a.line - b.line)
}

/** The line of a function on which it spent at least half of its own time, or else `null`. */
export function hottestLine(lines: readonly HotLine[], frame: Frame): number | null {
  const key = frameKey(frame)
  const own = lines.filter((line) => frameKey(line.frame) === key)
  const all = own.reduce((sum, { selfUs }) => sum + selfUs, 0)
  const [first] = own
  return first !== undefined && 2 * first.selfUs >= all ? first.line : null
}

function lineShares({ callFrame, positionTicks = [] }: CpuProfileNode) {
  const own = positionTicks.filter(({ line, ticks }) => ticks > 0 && line > callFrame.lineNumber)
  const all = own.reduce((sum, { ticks }) => sum + ticks, 0)
  return own.map(({ line, ticks }) => ({ line, share: ticks / all }))
}
