import type { BlockCause } from '../profile/block-causes.ts'
import { codeKind } from '../profile/code-kind.ts'
import { type CodeSite, innermostOwn } from '../profile/code-site.ts'
import { frameKey } from '../profile/frame-table.ts'
import type { Activity } from './activity.ts'
import { countWords, msWords, percentWords, placeWords } from './figure-words.ts'
import { actions, type Finding, type FindingCause } from './finding.ts'
import { type HotSite, placeWork } from './hot-site.ts'
import type { Observed, ProfiledCode } from './observed.ts'

/**
 * Of the time that was profiled. What blocks by its nature is worth a word from 5 % on; a function that just computes
 * only from 10 %, since some function always is the dearest.
 */
const LEAST_SHARE = { blocking: 0.05, own: 0.1 }

/** One block of half the 100 ms that feel instant (Nielsen 1993), or blocks in a fiftieth of the time, are worth a word. */
const LEAST_BLOCK_MS = 50
const LEAST_BLOCKED_SHARE = 0.02

/**
 * What the user's own code does on its thread for so long that requests wait for it, or that takes much of the CPU. Blocks
 * in which nothing but the runtime ran are nobody's to mend, and often only that the machine had no core free.
 */
export function codeFindings(observed: Observed): Finding[] {
  const { profiled } = observed
  if (profiled === null || profiled.durationMs <= 0) return []
  return casesOf(profiled, observed)
    .filter((each) => isWorthAWord(each, profiled.durationMs))
    .map((each) => findingOf(each, observed, profiled))
}

/** CPU time and blocks of one site with one kind of work. */
interface CodeCase {
  readonly work: Omit<HotSite, 'us'>
  cpuMs: number
  blocks: number
  blockedMs: number
  longestMs: number
  meanDelayMs: number
}

function casesOf({ sites, blocks }: ProfiledCode, observed: Observed): CodeCase[] {
  const cases = new Map<string, CodeCase>()
  const caseOf = (work: Omit<HotSite, 'us'>) => {
    const key = `${work.activity}\n${frameKey(work.site)}`
    const known = cases.get(key) ?? { work, cpuMs: 0, blocks: 0, blockedMs: 0, longestMs: 0, meanDelayMs: 0 }
    cases.set(key, known)
    return known
  }
  for (const site of sites) caseOf(site).cpuMs += site.us / 1000
  for (const block of blocks) {
    if (block.cause !== 'code' || block.site === null || codeKind(block.site) === 'runtime') continue
    const found = caseOf(workOf(block.site, block, observed))
    found.blocks += block.blocks
    found.blockedMs += block.totalMs
    found.meanDelayMs += block.meanDelayMs
    found.longestMs = Math.max(found.longestMs, block.longestMs)
  }
  return [...cases.values()]
}

/**
 * The work of a block: that of the function which covers most of it, unless it is a call of the runtime that another
 * function of the user's made further in, which is then to be named.
 */
function workOf(site: CodeSite, { stack }: BlockCause, { knowledge }: Observed): Omit<HotSite, 'us'> {
  const key = frameKey(site)
  const at = stack.findIndex((frame) => frameKey(frame) === key)
  const work = placeWork(site, stack.slice(0, Math.max(0, at)), knowledge)
  const inner = innermostOwn(stack)
  const owner = stack[inner]
  return work.activity === 'own' || owner === undefined || inner >= at
    ? work
    : placeWork(owner, stack.slice(0, inner), knowledge)
}

function isWorthAWord({ work, cpuMs, blockedMs, longestMs }: CodeCase, durationMs: number): boolean {
  if (longestMs >= LEAST_BLOCK_MS || blockedMs >= LEAST_BLOCKED_SHARE * durationMs) return true
  if (work.activity !== 'own') return cpuMs >= LEAST_SHARE.blocking * durationMs
  // What the runtime does for it, such as to write responses, is what a server is there for.
  return work.callee === null && cpuMs >= LEAST_SHARE.own * durationMs
}

/**
 * Its weight is the largest of three shares: of the time that it had the CPU, of the time that the event loop was blocked
 * by it, and of a request's mean time that it waited for such a block to end.
 */
function findingOf(each: CodeCase, { meanResponseMs }: Observed, { durationMs }: ProfiledCode): Finding {
  const { work, cpuMs, blockedMs, meanDelayMs } = each
  const delayShare = meanResponseMs === null || meanResponseMs <= 0 ? 0 : meanDelayMs / meanResponseMs
  return {
    cause: causeOf[work.activity],
    title: titleOf(work),
    site: work.site,
    subject: work.callee,
    evidence: evidenceOf(each, durationMs),
    action: actions[causeOf[work.activity]],
    weight: Math.min(1, Math.max(cpuMs / durationMs, blockedMs / durationMs, delayShare)),
  }
}

const causeOf: Readonly<Record<Activity, FindingCause>> = {
  crypto: 'sync-crypto',
  json: 'large-json',
  regexp: 'slow-regexp',
  file: 'sync-file',
  process: 'sync-process',
  compression: 'sync-compression',
  copy: 'large-copy',
  own: 'cpu-loop',
}

const doings: Readonly<Record<Activity, string>> = {
  crypto: 'does cryptography synchronously',
  json: 'parses or writes large JSON',
  regexp: 'runs a regular expression that takes very long, as one that backtracks does',
  file: 'reads or writes files synchronously',
  process: 'waits for a child process synchronously',
  compression: 'compresses or unpacks synchronously',
  copy: 'copies large objects',
  own: 'computes',
}

function titleOf({ site, activity, callee }: Omit<HotSite, 'us'>): string {
  const through = callee === null ? '' : activity === 'own' ? ` through ${callee}` : ` (${callee})`
  return `${placeWords(site)} ${doings[activity]}${through}.`
}

function evidenceOf({ work, cpuMs, blocks, blockedMs, longestMs }: CodeCase, durationMs: number): string[] {
  const sentences: string[] = []
  if (blocks > 0)
    sentences.push(
      `It blocked the event loop ${blocks === 1 ? 'once' : countWords(blocks, 'time')}, for ${msWords(blockedMs)} in all and ${msWords(longestMs)} at the longest.`,
    )
  if (cpuMs > 0)
    sentences.push(
      `It had the CPU for ${msWords(cpuMs)}, ${percentWords(cpuMs / durationMs)} of the time that was profiled.`,
    )
  const { site, text } = work
  if (text !== null && text !== '' && site.hotLine !== null)
    sentences.push(`Line ${site.hotLine} is: ${text.slice(0, 120)}`)
  return sentences
}
