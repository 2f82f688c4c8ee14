import { stackOfBlock, type BlockedStack } from './blocked-stack.ts'
import type { CodeSite } from './code-site.ts'
import type { EventLoopBlock } from './event-loop-block.ts'
import { hotLines, hottestLine } from './hot-lines.ts'
import { nodeStacks } from './node-stacks.ts'
import type { RecordedCpuProfile } from './recorded-cpu-profile.ts'
import { sampleStretches, type SampleStretch } from './sample-stretches.ts'
import type { Frame } from './stack-profile.ts'

/** Blocks of the event loop with the same cause. */
export interface BlockCause {
  /** `gc`: the collector took half of the block or more; `unknown`: too little of it was sampled, or nothing ran. */
  readonly cause: 'code' | 'gc' | 'unknown'
  /** The user's own function that covers most of the block; `null` where the cause is not known. */
  readonly site: CodeSite | null
  /** What that function called, such as `pbkdf2Sync`; `null` where it did the work itself. */
  readonly callee: Frame | null
  /** The heaviest stack of all, the innermost function first. */
  readonly stack: readonly Frame[]
  readonly blocks: number
  readonly totalMs: number
  readonly longestMs: number
  /**
   * Mean time that a request which comes at any moment waits for such a block to end: the sum of the blocks' squares over
   * twice the length of the profile (the mean residual time of renewal theory). ms
   */
  readonly meanDelayMs: number
  /** Wall-clock ms since the epoch at which the longest began. */
  readonly longestAtEpochMs: number
}

/**
 * The profiler samples while native code runs, too. Where it did not for so many intervals, the machine had no core for
 * it, and most often none for the event loop either: what it saw last is no evidence for the rest.
 */
const MOST_INTERVALS = 5

/** Shorter ones are the ordinary turns of an event loop. ms */
const BLOCK_MS = 10

/**
 * What blocked the event loop: for each block the heaviest stack inside it, grouped by what is to blame. Blocks of less
 * than 10 ms, and those before or after the profile, are left out.
 *
 * @returns those that took the most time first
 */
export function blockCauses(recorded: RecordedCpuProfile): BlockCause[] {
  const { profile, startedAtEpochMs, blocks } = recorded
  const { frames, stackOf } = nodeStacks(profile)
  const stretches = sampleStretches(profile)
  const lines = hotLines(profile)
  const mostUs = MOST_INTERVALS * medianIntervalUs(stretches)
  const profiledMs = (profile.endTime - profile.startTime) / 1000
  const groups = new Map<string, BlockCause>()
  for (const block of blocks) {
    const fromUs = profile.startTime + 1000 * (block.startedAtEpochMs - startedAtEpochMs)
    const toUs = fromUs + 1000 * block.durationMs
    if (block.durationMs < BLOCK_MS || toUs <= profile.startTime || fromUs >= profile.endTime) continue
    const inside = overlapping(stretches, fromUs, toUs).map(({ nodeId, us }) => ({
      stack: stackOf(nodeId).map((frame) => frames[frame] as Frame),
      us: Math.min(us, mostUs),
    }))
    const blamed = stackOfBlock(inside, toUs - fromUs)
    const key = groupKey(blamed)
    groups.set(key, withBlock(groups.get(key) ?? emptyGroup(blamed), blamed, block, profiledMs))
  }
  return [...groups.values()]
    .map((group) => ({ ...group, site: withHotLine(group, lines) }))
    .sort((a, b) => b.totalMs - a.totalMs || b.longestMs - a.longestMs)
}

function withHotLine({ site, callee }: BlockCause, lines: ReturnType<typeof hotLines>): CodeSite | null {
  return site === null || callee !== null ? site : { ...site, hotLine: hottestLine(lines, site) }
}

function emptyGroup({ cause, site, callee, stack }: BlockedStack): BlockCause {
  const place = site === null ? null : { ...site, hotLine: null }
  return {
    cause,
    site: place,
    callee,
    stack,
    blocks: 0,
    totalMs: 0,
    longestMs: 0,
    meanDelayMs: 0,
    longestAtEpochMs: 0,
  }
}

function withBlock(
  group: BlockCause,
  { stack }: BlockedStack,
  block: EventLoopBlock,
  profiledMs: number,
): BlockCause {
  const { durationMs, startedAtEpochMs } = block
  const isLongest = durationMs > group.longestMs
  return {
    ...group,
    blocks: group.blocks + 1,
    totalMs: group.totalMs + durationMs,
    meanDelayMs: group.meanDelayMs + durationMs ** 2 / (2 * profiledMs),
    ...(isLongest ? { longestMs: durationMs, longestAtEpochMs: startedAtEpochMs, stack } : {}),
  }
}

function groupKey({ cause, site, callee }: BlockedStack): string {
  return JSON.stringify([
    cause,
    site?.file,
    site?.line,
    site?.column,
    site?.functionName,
    callee?.functionName,
  ])
}

/** The parts of samples inside a stretch of time. */
function overlapping(stretches: readonly SampleStretch[], fromUs: number, toUs: number) {
  const inside: Array<{ readonly nodeId: number; readonly us: number }> = []
  for (let i = firstEndingAfter(stretches, fromUs); i < stretches.length; i++) {
    const stretch = stretches[i] as SampleStretch
    if (stretch.fromUs >= toUs) break
    const us = Math.min(toUs, stretch.toUs) - Math.max(fromUs, stretch.fromUs)
    if (us > 0) inside.push({ nodeId: stretch.nodeId, us })
  }
  return inside
}

function firstEndingAfter(stretches: readonly SampleStretch[], us: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle] as SampleStretch).toUs <= us) low = middle + 1
    else high = middle
  }
  return low
}

function medianIntervalUs(stretches: readonly SampleStretch[]): number {
  const lengths = stretches.map(({ fromUs, toUs }) => toUs - fromUs).sort((a, b) => a - b)
  return lengths[lengths.length >> 1] ?? 0
}
