import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { lognormal } from '../../models/random/distributions.ts'
import { RandomStream } from '../../models/random/random-stream.ts'

/** A log of so many seconds of 200 times around a mean, for each tag; `null` for lines without one. */
export function histogramLogOf(
  tags: ReadonlyArray<{ readonly tag: string | null; readonly meanMs: number }>,
  seconds: number,
): string {
  const lines = tags.flatMap(({ tag, meanMs }) => {
    const random = new RandomStream(3, tag ?? 'untagged')
    return Array.from({ length: seconds }, (_, second) => {
      const histogram = new LatencyHistogram()
      for (let i = 0; i < 200; i++) histogram.record(lognormal(random, meanMs, 0.4))
      const name = tag === null ? '' : `Tag=${tag},`
      return `${name}${second}.000,1.000,${histogram.maxMs.toFixed(3)},${histogram.store().hdr}`
    })
  })
  return [
    '#[Histogram log format version 1.3]',
    '#[StartTime: 1795403592.000 (seconds since epoch), 2026-11-23T03:13:12Z]',
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
    '',
  ].join('\n')
}
