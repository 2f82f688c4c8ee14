import { codeKind } from './code-kind.ts'
import { preferredKind } from './code-site.ts'
import { frameKey } from './frame-table.ts'
import type { Frame } from './stack-profile.ts'
import { compareFrames } from './top-functions.ts'

/** A part of a block, and what ran in it. */
export interface StackTime {
  /** The innermost function first. */
  readonly stack: readonly Frame[]
  readonly us: number
}

/** What a block is put down to. */
export interface BlockedStack {
  readonly cause: 'code' | 'gc' | 'unknown'
  readonly site: Frame | null
  readonly callee: Frame | null
  readonly stack: readonly Frame[]
}

/** Of a block; with less of it sampled while something ran, nobody is blamed. */
const LEAST_SAMPLED = 0.2

/** Of the time that was sampled: more than this is most of it, and no two functions beside one another have it. */
const MOST = 0.5

/** Frames of a stack that are kept. */
const DEEPEST = 40

const UNKNOWN: BlockedStack = { cause: 'unknown', site: null, callee: null, stack: [] }

/**
 * Who is to blame for a block: the innermost function of the user's own code that covers most of it, or else the one that
 * covers the largest part; of a package, or of the runtime, only where there is no code of the user's in it.
 */
export function stackOfBlock(inside: readonly StackTime[], blockUs: number): BlockedStack {
  const ran = inside.filter(({ stack: [top] }) => top !== undefined && codeKind(top) !== 'idle')
  const sampledUs = sum(ran)
  if (sampledUs <= LEAST_SAMPLED * blockUs) return UNKNOWN
  const collected = ran.filter(({ stack: [top] }) => top !== undefined && codeKind(top) === 'gc')
  const running = ran.filter((each) => !collected.includes(each))
  const isCollector = sum(collected) >= MOST * sampledUs
  const site = running.length === 0 ? null : blamedFrame(running)
  const heaviest = heaviestStack(running, site)
  if (isCollector) {
    const [collector] = heaviestStack(collected, null)
    return { cause: 'gc', site, callee: collector ?? null, stack: heaviest.slice(0, DEEPEST) }
  }
  return { cause: 'code', site, callee: calleeOf(heaviest, site), stack: heaviest.slice(0, DEEPEST) }
}

interface Covered {
  readonly frame: Frame
  us: number
  /** Time times its depth from the root, for the mean depth. */
  deep: number
}

function blamedFrame(running: readonly StackTime[]): Frame | null {
  const kind = preferredKind(new Set(running.flatMap(({ stack }) => stack.map(codeKind))))
  const covered = new Map<string, Covered>()
  for (const { stack, us } of running) {
    const met = new Set<string>()
    for (const [i, frame] of stack.entries()) {
      const key = frameKey(frame)
      if (codeKind(frame) !== kind || met.has(key)) continue
      met.add(key)
      const known = covered.get(key) ?? { frame, us: 0, deep: 0 }
      known.us += us
      known.deep += us * (stack.length - i)
      covered.set(key, known)
    }
  }
  const all = [...covered.values()]
  const most = all.filter(({ us }) => us > MOST * sum(running))
  const depth = ({ deep, us }: Covered) => deep / us
  const byDepth = (a: Covered, b: Covered) =>
    depth(b) - depth(a) || b.us - a.us || compareFrames(a.frame, b.frame)
  const byTime = (a: Covered, b: Covered) =>
    b.us - a.us || depth(b) - depth(a) || compareFrames(a.frame, b.frame)
  const [first] = most.length > 0 ? most.sort(byDepth) : all.sort(byTime)
  return first?.frame ?? null
}

/** The stack that took the most time, of those that the function is in. */
function heaviestStack(parts: readonly StackTime[], site: Frame | null): readonly Frame[] {
  const key = site === null ? null : frameKey(site)
  const times = new Map<string, { stack: readonly Frame[]; us: number }>()
  for (const { stack, us } of parts) {
    if (key !== null && !stack.some((frame) => frameKey(frame) === key)) continue
    const name = stack.map(frameKey).join('\n\n')
    times.set(name, { stack, us: us + (times.get(name)?.us ?? 0) })
  }
  const [first] = [...times.entries()].sort(([a, x], [b, y]) => y.us - x.us || (a < b ? -1 : 1))
  return first?.[1].stack ?? []
}

/** What the function called in a stack. */
function calleeOf(stack: readonly Frame[], site: Frame | null): Frame | null {
  const key = site === null ? null : frameKey(site)
  const at = stack.findIndex((frame) => frameKey(frame) === key)
  return stack[at - 1] ?? null
}

function sum(parts: readonly StackTime[]): number {
  return parts.reduce((us, part) => us + part.us, 0)
}
