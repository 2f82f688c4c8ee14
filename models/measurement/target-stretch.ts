import type { TargetSample } from './target-sample.ts'

/** What a target did during one stretch of traffic, from samples before, during and after. */
export interface TargetStretch {
  /** What the target runs on, where it says so. */
  readonly runtime?: string
  readonly rssPeakBytes: number | null
  readonly gcPauses: number | null
  readonly gcTotalMs: number | null
  readonly cpuSeconds: number | null
  readonly acceptedConnections: number | null
  readonly requestsReceived: number | null
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
  const rss = samples.flatMap((sample) => (sample.rssBytes === null ? [] : [sample.rssBytes]))
  return {
    ...(runtime === undefined ? {} : { runtime }),
    rssPeakBytes: rss.length === 0 ? null : Math.max(...rss),
    gcPauses: grown((sample) => sample.gc?.count ?? null),
    gcTotalMs: grown((sample) => sample.gc?.totalMs ?? null),
    cpuSeconds: grown((sample) => sample.cpuSeconds),
    acceptedConnections: grown((sample) => sample.acceptedConnections),
    requestsReceived: grown((sample) => sample.requestsReceived),
  }
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
