import { type CodeSite, innermostOwn } from '../profile/code-site.ts'
import { type HotLine, hottestLine } from '../profile/hot-lines.ts'
import { frameKey } from '../profile/frame-table.ts'
import { codeKind } from '../profile/code-kind.ts'
import type { Frame, StackProfile } from '../profile/stack-profile.ts'
import { type Activity, activityOfCalls, activityOfText } from './activity.ts'
import { functionText, sourceLine, type SourceOf } from './source-excerpt.ts'

/** CPU time by the place in the user's own code that it is put down to, and by what was done there. */
export interface HotSite {
  readonly site: CodeSite
  /** What the code there called, such as `readFileSync`; `null` where it did the work itself. */
  readonly callee: string | null
  readonly activity: Activity
  /** The line that was spent on, where it is known. */
  readonly text: string | null
  readonly us: number
}

/** What can be known of code beyond its stacks. */
export interface CodeKnowledge {
  readonly lines: readonly HotLine[]
  readonly sourceOf: SourceOf
}

/**
 * CPU time by site, the dearest first; idle time and the garbage collector are none. Time in the runtime that no code
 * called is left out.
 */
export function hotSites(profile: StackProfile, knowledge: CodeKnowledge): HotSite[] {
  const sites = new Map<string, HotSite>()
  const stacks = new Map<string, Omit<HotSite, 'us'>>()
  for (const { stack, value } of profile.samples) {
    const frames = stack.map((frame) => profile.frames[frame] as Frame)
    const at = innermostOwn(frames)
    const owner = frames[at]
    if (owner === undefined || codeKind(owner) === 'runtime') continue
    const name = stack.slice(0, at + 1).join(' ')
    const known = stacks.get(name) ?? placeWork(owner, frames.slice(0, at), knowledge)
    stacks.set(name, known)
    const key = JSON.stringify([frameKey(owner), known.activity, known.callee])
    sites.set(key, { ...known, us: value + (sites.get(key)?.us ?? 0) })
  }
  return [...sites.values()].sort((a, b) => b.us - a.us || (frameKey(a.site) < frameKey(b.site) ? -1 : 1))
}

/** What a function did with its time, by what it called and by the text of its hottest line. @param called innermost first */
export function placeWork(
  owner: Frame,
  called: readonly Frame[],
  { lines, sourceOf }: CodeKnowledge,
): Omit<HotSite, 'us'> {
  const source = sourceOf(owner.file)
  const body = functionText(source, owner.line, owner.column)
  const hotLine = lineWithin(hottestLine(lines, owner), owner, body)
  const text = hotLine === null ? null : sourceLine(source, hotLine)
  const direct = called.at(-1) ?? null
  const byCalls = activityOfCalls(called)
  // With a callee the line is that of other work: V8 counts lines for the function's own time only.
  const isSelf = direct === null
  const byText = isSelf ? activityOfText(hotLine === null ? body : text) : 'own'
  return {
    site: { ...placeOf(owner), hotLine: isSelf ? hotLine : null },
    callee: direct === null ? null : calleeName(direct, called),
    activity: byCalls === 'own' ? byText : byCalls,
    text: isSelf ? text : null,
  }
}

function placeOf({ functionName, file, line, column }: Frame) {
  return { functionName, file, line, column }
}

/** A line beyond the end of the function is one of generated code. */
function lineWithin(line: number | null, owner: Frame, body: string | null): number | null {
  if (line === null || body === null) return line
  return line < owner.line + body.split('\n').length ? line : null
}

/** Native functions have names such as `run`: the nearest that has a file says more. */
function calleeName(direct: Frame, called: readonly Frame[]): string {
  if (direct.functionName !== '(anonymous)') return direct.functionName
  return (
    called.findLast(({ functionName }) => functionName !== '(anonymous)')?.functionName ?? direct.functionName
  )
}
