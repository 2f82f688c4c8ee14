import type { CodeSite } from '../profile/code-site.ts'

/** What can be wrong, as far as rules tell it apart. */
export const findingCauses = [
  'sync-crypto',
  'large-json',
  'slow-regexp',
  'sync-file',
  'sync-process',
  'sync-compression',
  'large-copy',
  'cpu-loop',
  'gc-pressure',
  'lock',
  'pool-exhausted',
  'slots-full',
  'cpu-full',
  'memory-growth',
  'resource-growth',
  'open-files',
  'heap-limit',
  'waits-outside',
] as const

export type FindingCause = (typeof findingCauses)[number]

/** Something that is wrong, where, how that shows, and what to do. */
export interface Finding {
  readonly cause: FindingCause
  /** One sentence. */
  readonly title: string
  /** `null` where there is nothing to name. */
  readonly site: CodeSite | null
  /** What the site called, the pool or the lock. */
  readonly subject: string | null
  /** Whole sentences with figures. */
  readonly evidence: readonly string[]
  /** What to do, in one sentence. */
  readonly action: string
  /** How much of the time it accounts for, as far as that can be told; in [0, 1]. What is wrong is ranked by it. */
  readonly weight: number
}

export const actions: Readonly<Record<FindingCause, string>> = {
  'sync-crypto':
    'Call the asynchronous form, which runs in the thread pool (pbkdf2 for pbkdf2Sync), and bound how many run at once.',
  'large-json':
    'Make what is parsed or written smaller, keep the result instead of making it again, or do it in a worker thread.',
  'slow-regexp':
    'Rewrite the expression without nested or overlapping repetition, or limit the length of what it is tried on.',
  'sync-file': 'Use the asynchronous form (fs/promises), or read it once at the start and keep it.',
  'sync-process': 'Start the child process asynchronously (execFile, spawn), and bound how many run at once.',
  'sync-compression':
    'Use the asynchronous form or a stream, which run in the thread pool, or compress once and keep the result.',
  'large-copy': 'Copy less, or share what nobody changes.',
  'cpu-loop':
    'Make the function do less in each request, keep its result, do it in pieces with turns in between, or in a worker thread.',
  'gc-pressure':
    'Allocate less in each request: keep and reuse what is the same each time, and do not build what is thrown away.',
  lock: 'Hold the lock for less: take slow calls out of it, or split it so that those who do not conflict need not wait.',
  'pool-exhausted':
    'Hold connections for less time, see that all are given back, or raise the limit if what is behind it can take more.',
  'slots-full': 'Find out what holds the slots for so long before more of them are allowed.',
  'cpu-full': 'Make the dearest functions cheaper, or add processes.',
  'memory-growth': 'Bound what is kept at this place, or let go of it when the request ends.',
  'resource-growth':
    'Clear timers and destroy sockets on every way out of a request, also when it fails or is aborted.',
  'open-files':
    'See that files and sockets are closed, bound the connections, or raise the limit (ulimit -n).',
  'heap-limit': 'Look for a leak; if what is kept is needed, raise --max-old-space-size.',
  'waits-outside':
    'Look at what it calls: databases, other services, timers. Counted waits, or traces of its calls, would name it.',
}
