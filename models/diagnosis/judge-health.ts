import type { HealthFigures } from './health-figures.ts'

export const healthChecks = [
  'loop-delay-max',
  'loop-delay-mean',
  'gc-share',
  'cpu-share',
  'queue-length',
  'heap-share',
  'open-files-share',
  'resources-growth',
] as const

export type HealthCheck = (typeof healthChecks)[number]

export type HealthState = 'fine' | 'watch' | 'breach' | 'unknown'

/** One line of the health table. */
export interface HealthRow {
  readonly check: HealthCheck
  readonly title: string
  /** `unknown` where the figure is not known, never `fine`. */
  readonly state: HealthState
  readonly value: number | null
  readonly unit: 'ms' | 'share' | 'requests' | 'per 1,000 requests'
  /** From this value on. */
  readonly watchAt: number
  readonly breachAt: number
  /** What a breach means, in one sentence. */
  readonly meaning: string
  /** What to do about it, in one sentence. */
  readonly action: string
}

/** How a target fared, check by check, in the order of `healthChecks`. */
export function judgeHealth(figures: HealthFigures): HealthRow[] {
  return healthChecks.map((check) => {
    const { figureOf, ...rule } = rules[check]
    const value = figureOf(figures)
    return { check, ...rule, value, state: stateOf(value, rule) }
  })
}

function stateOf(
  value: number | null,
  { watchAt, breachAt }: Pick<HealthRow, 'watchAt' | 'breachAt'>,
): HealthState {
  if (value === null || Number.isNaN(value)) return 'unknown'
  if (value >= breachAt) return 'breach'
  return value >= watchAt ? 'watch' : 'fine'
}

/** CPU time over that of the cores that the target can keep busy. */
export function cpuShare({ cpuSeconds, durationMs, cores }: HealthFigures): number | null {
  return ratio(cpuSeconds === null ? null : 1000 * cpuSeconds, durationMs * cores)
}

export function gcShare({ gcTotalMs, durationMs }: HealthFigures): number | null {
  return ratio(gcTotalMs, durationMs)
}

/**
 * Thresholds are fixed here, for every target alike.
 *
 * - Delays: up to 100 ms an answer feels instant (Miller 1968; Nielsen 1993), and a block of half of that leaves the other
 *   half for the rest. On average a turn of a loop that serves many takes a millisecond or so; 50 ms is all of a budget.
 * - GC: the JVM's G1 is content with 1/13, 7.7 %, of the time (its default GCTimeRatio of 12); both sides of it.
 * - CPU: in M/M/1 a request waits 2.3 service times at 70 % utilisation, and 9 at 90 %.
 * - Queue: by Little's law, the mean number that waits is the time waited over the time that passed.
 * - Heap and files: V8 collects all of its heap ever more often as it fills; without a descriptor no connection is accepted.
 * - Resources: what one request in a thousand leaves behind is noise, what one in a hundred does is not.
 */
const rules: Readonly<
  Record<
    HealthCheck,
    Omit<HealthRow, 'check' | 'state' | 'value'> & {
      readonly figureOf: (figures: HealthFigures) => number | null
    }
  >
> = {
  'loop-delay-max': {
    title: 'Event-loop delay, longest',
    unit: 'ms',
    watchAt: 50,
    breachAt: 100,
    figureOf: ({ eventLoopDelayMaxMs }) => eventLoopDelayMaxMs,
    meaning:
      'While one task runs this long, every other request, timer and health check of the process stands still.',
    action:
      'Find the task among the blocks of the event loop, and do it asynchronously, in pieces, or in a worker thread.',
  },
  'loop-delay-mean': {
    title: 'Event-loop delay, mean',
    unit: 'ms',
    watchAt: 10,
    breachAt: 50,
    figureOf: ({ eventLoopDelayMeanMs }) => eventLoopDelayMeanMs,
    meaning: 'Each step of a request waits this long for its turn, and a request takes several.',
    action: 'Make the dearest functions cheaper, or spread the requests over more processes.',
  },
  'gc-share': {
    title: 'Time in garbage collection',
    unit: 'share',
    watchAt: 0.05,
    breachAt: 0.1,
    figureOf: gcShare,
    meaning: 'The process spends a noticeable part of its time looking for memory to use again.',
    action: 'Allocate less in each request, or give the young generation more room (--max-semi-space-size).',
  },
  'cpu-share': {
    title: 'CPU in use',
    unit: 'share',
    watchAt: 0.7,
    breachAt: 0.9,
    figureOf: cpuShare,
    meaning: 'There is next to no CPU left, so requests queue for it and small bursts make long waits.',
    action: 'Make the dearest functions cheaper, or add processes; more connections do not help.',
  },
  'queue-length': {
    title: 'Requests waiting, mean',
    unit: 'requests',
    watchAt: 1,
    breachAt: 10,
    figureOf: ({ waitedMs, durationMs }) => ratio(waitedMs, durationMs),
    meaning: 'At any moment this many requests wait for a connection, a lock or a slot that others hold.',
    action: 'See what is waited for longest, and hold it for a shorter time or have more of it.',
  },
  'heap-share': {
    title: 'Heap in use, of its limit',
    unit: 'share',
    watchAt: 0.7,
    breachAt: 0.85,
    figureOf: ({ heapUsedBytes, heapLimitBytes }) => ratio(heapUsedBytes, heapLimitBytes),
    meaning: 'Collections come ever more often as the heap fills, and at its limit the process ends.',
    action: 'Look for a leak; if what is kept is needed, raise --max-old-space-size.',
  },
  'open-files-share': {
    title: 'Open files, of the limit',
    unit: 'share',
    watchAt: 0.7,
    breachAt: 0.9,
    figureOf: ({ openFiles, openFilesLimit }) => ratio(openFiles, openFilesLimit),
    meaning: 'Without a free descriptor no connection can be accepted or opened (EMFILE).',
    action: 'See that files and sockets are closed, bound the connections, or raise the limit (ulimit -n).',
  },
  'resources-growth': {
    title: 'Left behind by 1,000 requests',
    unit: 'per 1,000 requests',
    watchAt: 1,
    breachAt: 10,
    figureOf: resourcesGrowth,
    meaning: 'Requests leave timers, sockets or handles behind, which add up until something runs out.',
    action:
      'Clear timers and destroy sockets on every way out of a request, also when it fails or is aborted.',
  },
}

/** Fewer may be connections that the load itself keeps open. */
const LEAST_GROWTH = 20

/** Per 1,000 requests; 0 where there are no more than before, or only a few. */
function resourcesGrowth({ activeResources, requests }: HealthFigures): number | null {
  if (activeResources === null || requests === null || requests === 0) return null
  const grown = countAll(activeResources.after) - countAll(activeResources.before)
  return grown < LEAST_GROWTH ? 0 : (1000 * grown) / requests
}

/** The type of resource of which most were left behind, and how many; `null` where none grew. */
export function mostGrownResource({
  activeResources,
}: HealthFigures): { type: string; grown: number } | null {
  if (activeResources === null) return null
  const before = new Map(Object.entries(activeResources.before))
  const [first] = Object.entries(activeResources.after)
    .map(([type, count]) => ({ type, grown: count - (before.get(type) ?? 0) }))
    .filter(({ grown }) => grown > 0)
    .sort((a, b) => b.grown - a.grown || (a.type < b.type ? -1 : 1))
  return first ?? null
}

function countAll(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole
}
