import type { GrowthPoint } from './growth-series.ts'
import { judgeMeasure } from './judge-measure.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'
import type { LeakCause, LeakMeasure, LeakOptions, LeakVerdict, MeasureVerdict } from './leak-verdict.ts'

interface Source {
  readonly bytes: (checkpoint: LeakCheckpoint) => number | null
  /**
   * What it may grow by without any object that stays: a page of the heap's smallest space; of a resident set, what the
   * young generation and the arenas of the allocator take while load goes on, which is half of the 16 MiB that a semi-space
   * of V8 grows to.
   */
  readonly resolutionBytes: number
}

const sources: Readonly<Record<LeakMeasure, Source>> = {
  heap: { bytes: ({ heapUsedBytes }) => heapUsedBytes, resolutionBytes: 16 * 1024 },
  external: { bytes: ({ externalBytes }) => externalBytes, resolutionBytes: 16 * 1024 },
  rss: { bytes: ({ rssBytes }) => rssBytes, resolutionBytes: 8 * 1024 * 1024 },
}

/**
 * Whether a process leaks, from its memory after forced full collections at equal numbers of requests. Heap and external
 * memory decide; a resident set that grows while both are known not to leak is told apart, since it comes of fragmentation
 * or native code.
 *
 * @param checkpoints in order
 * @throws RangeError when an option is out of range, or requests fall
 */
export function judgeLeak(checkpoints: readonly LeakCheckpoint[], options: LeakOptions = {}): LeakVerdict {
  const settings = {
    budgetBytesPerRequest: options.budgetBytesPerRequest ?? 1,
    concernBytesPerRequest: options.concernBytesPerRequest ?? 16,
    ratePerSecond: options.ratePerSecond ?? null,
    limitBytes: options.limitBytes ?? null,
  }
  requireRanges(checkpoints, settings)
  const judge = (measure: LeakMeasure): MeasureVerdict | null => {
    const { bytes, resolutionBytes } = sources[measure]
    const points = checkpoints.flatMap((checkpoint): GrowthPoint[] => {
      const value = bytes(checkpoint)
      return value === null ? [] : [[checkpoint.requests, value]]
    })
    return points.length === 0 ? null : judgeMeasure(points, { ...settings, resolutionBytes })
  }
  const measures = { heap: judge('heap'), external: judge('external'), rss: judge('rss') }
  return { ...overall(measures), measures, ...settings }
}

function overall({ heap, external, rss }: LeakVerdict['measures']): Pick<LeakVerdict, 'verdict' | 'causes'> {
  const causes: LeakCause[] = []
  if (heap?.verdict === 'leak') causes.push('heap')
  if (external?.verdict === 'leak') causes.push('buffers')
  if (causes.length > 0) return { verdict: 'leak', causes }
  const verdicts = [heap, external].flatMap((measure) => (measure === null ? [] : [measure.verdict]))
  const isSettled = verdicts.length > 0 && !verdicts.includes('unknown')
  if (rss?.verdict === 'leak' && isSettled) {
    return { verdict: 'native-growth', causes: ['fragmentation-or-native'] }
  }
  const worst = (['unknown', 'bounded-growth', 'warm-up', 'none'] as const).find((verdict) =>
    verdicts.includes(verdict),
  )
  return { verdict: worst ?? 'unknown', causes }
}

function requireRanges(
  checkpoints: readonly LeakCheckpoint[],
  { budgetBytesPerRequest, concernBytesPerRequest, ratePerSecond, limitBytes }: Required<LeakOptions>,
): void {
  if (!(budgetBytesPerRequest >= 0)) {
    throw new RangeError(`budgetBytesPerRequest must be 0 or more, got ${budgetBytesPerRequest}`)
  }
  if (!(concernBytesPerRequest > 0)) {
    throw new RangeError(`concernBytesPerRequest must be above 0, got ${concernBytesPerRequest}`)
  }
  if (ratePerSecond !== null && !(ratePerSecond > 0)) {
    throw new RangeError(`ratePerSecond must be above 0, got ${ratePerSecond}`)
  }
  if (limitBytes !== null && !(limitBytes > 0)) {
    throw new RangeError(`limitBytes must be above 0, got ${limitBytes}`)
  }
  for (const [i, { requests }] of checkpoints.entries()) {
    const before = checkpoints[i - 1]?.requests ?? 0
    if (!(requests >= before)) throw new RangeError(`requests fall from ${before} to ${requests}`)
  }
}
