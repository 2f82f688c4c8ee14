import type { TargetSample } from './target-sample.ts'

/** What a target did during one stretch of traffic, from samples before, during and after. */
export interface TargetStretch {
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
  const rss = samples.flatMap((sample) => (sample.rssBytes === null ? [] : [sample.rssBytes]))
  return {
    rssPeakBytes: rss.length === 0 ? null : Math.max(...rss),
    gcPauses: grown((sample) => sample.gc?.count ?? null),
    gcTotalMs: grown((sample) => sample.gc?.totalMs ?? null),
    cpuSeconds: grown((sample) => sample.cpuSeconds),
    acceptedConnections: grown((sample) => sample.acceptedConnections),
    requestsReceived: grown((sample) => sample.requestsReceived),
  }
}
