import type { LeakCause, LeakVerdict, MeasureVerdict } from './leak-verdict.ts'

/** What compiled code and its records grow by for some thousand requests, slower and slower: a leak is sure above it. */
const SURE_LEAK_BYTES = 384 * 1024

/**
 * Whether what leaks by a figure has come to more than what a program that was just started may grow by.
 *
 * @param requests that were sent in all
 */
export function isSureLeak(measure: MeasureVerdict | null, requests: number): boolean {
  if (measure === null || measure.verdict !== 'leak') return false
  return bytesARequest(measure) * (requests - measure.judgedFromRequests) > SURE_LEAK_BYTES
}

/**
 * The same verdict, with leaks of heap and external memory that are not sure as unknown: too few requests were sent for
 * them to stand out.
 *
 * @param requests that were sent in all
 */
export function doubtSmallLeaks(verdict: LeakVerdict, requests: number): LeakVerdict {
  if (verdict.verdict !== 'leak') return verdict
  const { heap, external, rss } = verdict.measures
  const causes: readonly LeakCause[] = [
    ...(isSureLeak(heap, requests) ? (['heap'] as const) : []),
    ...(isSureLeak(external, requests) ? (['buffers'] as const) : []),
  ]
  return {
    ...verdict,
    verdict: causes.length > 0 ? 'leak' : 'unknown',
    causes,
    measures: { heap: doubted(heap, requests), external: doubted(external, requests), rss },
  }
}

function doubted(measure: MeasureVerdict | null, requests: number): MeasureVerdict | null {
  if (measure === null || measure.verdict !== 'leak' || isSureLeak(measure, requests)) return measure
  const needed = SURE_LEAK_BYTES / bytesARequest(measure) + measure.judgedFromRequests
  return {
    ...measure,
    verdict: 'unknown',
    reason: 'too-weak',
    daysUntilLimit: null,
    requestsNeeded: Math.max(100, 100 * Math.ceil(needed / 100)),
  }
}

function bytesARequest({ bytesPerRequest }: MeasureVerdict): number {
  return bytesPerRequest?.value ?? 0
}
