import { codeKind } from '../profile/code-kind.ts'
import type { CodeSite } from '../profile/code-site.ts'
import type { Frame } from '../profile/stack-profile.ts'
import { countWords, msWords, percentWords, placeWords } from './figure-words.ts'
import { actions, type Finding } from './finding.ts'
import { cpuShare, gcShare, type HealthRow, judgeHealth, mostGrownResource } from './judge-health.ts'
import { type Observed, requestsTimeMs } from './observed.ts'

/** What runs out sooner or later takes no time yet: it comes behind what takes a third of it. */
const RUNS_OUT_WEIGHT = 0.33

/** Of requests' time that is neither CPU nor counted waits; with a mean below that nothing is the matter. */
const LEAST_OUTSIDE_SHARE = 0.8
const LEAST_OUTSIDE_MS = 10

/** The garbage collector: by its share of the time, or by its blocks of the event loop. */
export function collectorFinding(observed: Observed): Finding | null {
  const { figures, profiled, meanResponseMs } = observed
  const profiledShare =
    profiled === null || profiled.durationMs <= 0 ? null : profiled.collectorMs / profiled.durationMs
  const share = Math.max(gcShare(figures) ?? 0, profiledShare ?? 0)
  const blocks = profiled?.blocks.filter(({ cause }) => cause === 'gc') ?? []
  const longestMs = blocks.reduce((most, block) => Math.max(most, block.longestMs), 0)
  const row = rowOf(observed, 'gc-share')
  if (share < row.watchAt && longestMs < LEAST_COLLECTION_MS) return null
  const delayMs = blocks.reduce((sum, block) => sum + block.meanDelayMs, 0)
  const delayShare = meanResponseMs === null || meanResponseMs <= 0 ? 0 : delayMs / meanResponseMs
  const allocator = profiled?.collected[0]?.frame ?? blocks[0]?.site ?? null
  const where = allocator === null ? '' : `, most often that of ${placeWords(allocator)}`
  const longest = longestMs > 0 ? ` and blocked the event loop for ${msWords(longestMs)} at the longest` : ''
  return {
    cause: 'gc-pressure',
    title: `The garbage collector takes much of the time${where}.`,
    site: allocator === null ? null : siteOf(allocator),
    subject: '(garbage collector)',
    evidence: [`It took ${percentWords(share)} of the time${longest}.`],
    action: actions['gc-pressure'],
    weight: Math.min(1, Math.max(share, delayShare)),
  }
}

/** A collection that is as long as a block worth a word. */
const LEAST_COLLECTION_MS = 50

/** The CPU is full, without one function to put it down to. */
export function fullCpuFinding(observed: Observed): Finding | null {
  const { figures, profiled } = observed
  const share = cpuShare(figures)
  if (share === null || share < rowOf(observed, 'cpu-share').breachAt) return null
  const dearest = profiled?.sites[0]
  const named =
    dearest === undefined || profiled === null
      ? ''
      : ` The dearest place is ${placeWords(dearest.site)}, with ${percentWords(dearest.us / 1000 / profiled.durationMs)} of the time.`
  return {
    cause: 'cpu-full',
    title: 'The CPU is full.',
    site: dearest?.site ?? null,
    subject: null,
    evidence: [`${percentWords(share)} of it was in use.${named}`],
    action: actions['cpu-full'],
    weight: Math.min(1, share),
  }
}

/** Memory, handles, files and the heap, as far as they run out. */
export function runsOutFindings(observed: Observed): Finding[] {
  const { heapGrowth, figures } = observed
  const found: Finding[] = []
  const add = (cause: Finding['cause'], title: string, evidence: string, site: CodeSite | null = null) =>
    found.push({
      cause,
      title,
      site,
      subject: null,
      evidence: [evidence],
      action: actions[cause],
      weight: RUNS_OUT_WEIGHT,
    })
  if (heapGrowth !== null)
    add(
      'memory-growth',
      heapGrowth.site === null
        ? 'Memory grows with each request.'
        : `Memory grows with each request: ${placeWords(heapGrowth.site)} keeps what it allocates.`,
      `Each request leaves ${countWords(Math.round(heapGrowth.bytesPerRequest), 'byte')} behind.`,
      heapGrowth.site,
    )
  const grown = mostGrownResource(figures)
  const growth = rowOf(observed, 'resources-growth')
  if (growth.state === 'breach' && grown !== null)
    add(
      'resource-growth',
      `Requests leave resources of the type ${grown.type} behind.`,
      `There are ${countWords(grown.grown, 'more', 'more')} of them than before, after ${countWords(figures.requests ?? 0, 'request')}.`,
    )
  const files = rowOf(observed, 'open-files-share')
  if (files.state === 'breach')
    add(
      'open-files',
      'The process is about to run out of file descriptors.',
      `${percentWords(files.value ?? 0)} of the limit are open.`,
    )
  const heap = rowOf(observed, 'heap-share')
  if (heap.state === 'breach')
    add('heap-limit', 'The heap is nearly full.', `${percentWords(heap.value ?? 0)} of its limit are in use.`)
  return found
}

/**
 * Requests take long, and yet the CPU is idle, nothing blocks the event loop and no wait was counted: they wait for
 * something that the process does not tell of, so nothing is named. Said only where nothing else was found, since to wait
 * for a database is what most servers do.
 */
export function outsideFinding(observed: Observed): Finding | null {
  const { figures, meanResponseMs, waits, profiled } = observed
  const all = requestsTimeMs(observed)
  const cpu = cpuShare(figures)
  if (all === null || meanResponseMs === null || cpu === null || figures.cpuSeconds === null) return null
  const waitedMs = waits.reduce((sum, { totalMs }) => sum + totalMs, 0)
  const blockedMs = profiled?.blocks.reduce((sum, { meanDelayMs }) => sum + meanDelayMs, 0) ?? 0
  const share = 1 - (1000 * figures.cpuSeconds + waitedMs) / all - blockedMs / meanResponseMs
  if (share < LEAST_OUTSIDE_SHARE || meanResponseMs < LEAST_OUTSIDE_MS || cpu >= 0.5) return null
  return {
    cause: 'waits-outside',
    title: 'Requests wait for something outside of the CPU of this process.',
    site: null,
    subject: null,
    evidence: [
      `A request takes ${msWords(meanResponseMs)} on average, of which ${msWords((1000 * figures.cpuSeconds * meanResponseMs) / all)} are CPU time; ${percentWords(cpu)} of the CPU was in use.`,
    ],
    action: actions['waits-outside'],
    weight: share,
  }
}

function rowOf({ figures }: Observed, check: HealthRow['check']): HealthRow {
  return judgeHealth(figures).find((row) => row.check === check) as HealthRow
}

function siteOf({ functionName, file, line, column }: Frame): CodeSite | null {
  const frame = { functionName, file, line, column }
  return codeKind(frame) === 'runtime' ? null : { ...frame, hotLine: null }
}
