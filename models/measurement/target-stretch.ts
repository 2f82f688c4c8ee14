import type { GcPauses, TargetSample } from './target-sample.ts'

/** What a target did during one stretch of traffic, from samples before, during and after. */
export interface TargetStretch {
  /** What the target runs on, where it says so. */
  readonly runtime?: string
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
  /** Longest single pause; it may have been up to a second before the stretch. */
  readonly gcMaxMs: number | null
  /** The longest that a timer was late; it may have been up to a second before the stretch. */
  readonly eventLoopDelayMaxMs: number | null
  /** Allocated on the heap. */
  readonly allocatedBytes: number | null
  readonly cpuSeconds: number | null
  readonly acceptedConnections: number | null
  readonly requestsReceived: number | null
  /** How much each of the target's own counters grew. */
  readonly counters: Readonly<Record<string, number>> | null
}

/** @param samples in order of time; the first from before the stretch, the last from after it */
export function describeTargetStretch(samples: readonly TargetSample[]): TargetStretch {
  const grown = (of: (sample: TargetSample) => number | null) => {
    const first = samples[0]
    const last = samples.at(-1)
    if (first === undefined || last === undefined) return null
    const from = of(first)
    const to = of(last)
    return from === null || to === null ? null : to - from
  }
  const runtime = samples[0]?.runtime
  const during = samples.slice(1)
  return {
    ...(runtime === undefined ? {} : { runtime }),
    rssPeakBytes: largest(samples.map((sample) => sample.rssBytes)),
    gcPauses: grown((sample) => sample.gc?.count ?? null),
    gcTotalMs: grown((sample) => sample.gc?.totalMs ?? null),
    gcMaxMs: longestPauseMs(samples),
    eventLoopDelayMaxMs: largest(during.map((sample) => sample.eventLoopDelayMs?.max ?? null)),
    allocatedBytes: grown((sample) => sample.allocatedBytes),
    cpuSeconds: grown((sample) => sample.cpuSeconds),
    acceptedConnections: grown((sample) => sample.acceptedConnections),
    requestsReceived: grown((sample) => sample.requestsReceived),
    counters: grownCounters(samples[0]?.counters, samples.at(-1)?.counters),
  }
}

/** Of those that are known; `null` where none is. */
function largest(values: ReadonlyArray<number | null>): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** A longest pause since the start is one of this stretch only where it has become longer. */
function longestPauseMs(samples: readonly TargetSample[]): number | null {
  const first: GcPauses | null | undefined = samples[0]?.gc
  const last: GcPauses | null | undefined = samples.at(-1)?.gc
  if (first == null || last == null) return null
  if (last.count === first.count) return 0
  if (last.maxMs === null) return null
  if (first.maxMs !== null && last.maxMs > first.maxMs) return last.maxMs
  return largest(samples.slice(1).map(({ gc }) => gc?.recentMaxMs ?? null))
}

/** A counter that is not there yet stands at 0. */
function grownCounters(
  from: TargetSample['counters'] | undefined,
  to: TargetSample['counters'] | undefined,
): Record<string, number> | null {
  if (from == null || to == null) return null
  return Object.fromEntries(Object.entries(to).map(([name, count]) => [name, count - (from[name] ?? 0)]))
}

/**
 * What the target runs on, where that is why a figure is not known: the target says what it runs on, but never the
 * figure. `null` where the figure is known, or missing for another reason.
 */
export function runtimeWithout(
  figure: 'rssPeakBytes' | 'gcPauses',
  stretches: ReadonlyArray<Pick<TargetStretch, 'runtime' | 'rssPeakBytes' | 'gcPauses'>>,
): string | null {
  const runtime = stretches[0]?.runtime ?? null
  const isWithout = stretches.every((stretch) => stretch[figure] === null && stretch.runtime === runtime)
  return isWithout ? runtime : null
}
