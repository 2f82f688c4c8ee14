import { codeKind } from '../profile/code-kind.ts'
import { innermostOwn } from '../profile/code-site.ts'
import type { CpuProfile } from '../profile/cpu-profile.ts'
import { frameKey } from '../profile/frame-table.ts'
import { nodeStacks } from '../profile/node-stacks.ts'
import { sampleStretches } from '../profile/sample-stretches.ts'
import type { Frame } from '../profile/stack-profile.ts'

/** The garbage collector's time by the function that it interrupted. */
export interface CollectedSite {
  readonly frame: Frame
  readonly us: number
}

/**
 * Who allocates, by whom the collector interrupts: V8 puts its samples beside all functions, but what ran last before it
 * is most often what asked for the memory that was not there.
 *
 * @returns the user's own functions, and packages where there are none, the most time first
 */
export function collectedSites(profile: CpuProfile): CollectedSite[] {
  const { frames, stackOf } = nodeStacks(profile)
  const sites = new Map<string, CollectedSite>()
  let last: Frame | undefined
  for (const { nodeId, fromUs, toUs } of sampleStretches(profile)) {
    const stack = stackOf(nodeId).map((frame) => frames[frame] as Frame)
    const [top] = stack
    if (top === undefined) continue
    if (codeKind(top) === 'gc') {
      if (last !== undefined) {
        const key = frameKey(last)
        sites.set(key, { frame: last, us: toUs - fromUs + (sites.get(key)?.us ?? 0) })
      }
    } else {
      const owner = stack[innermostOwn(stack)]
      last = owner !== undefined && codeKind(owner) !== 'runtime' ? owner : undefined
    }
  }
  return [...sites.values()].sort((a, b) => b.us - a.us || (frameKey(a.frame) < frameKey(b.frame) ? -1 : 1))
}
