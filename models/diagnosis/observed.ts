import type { CodeSite } from '../profile/code-site.ts'
import type { BlockCause } from '../profile/block-causes.ts'
import type { CollectedSite } from './collected-sites.ts'
import type { HealthFigures } from './health-figures.ts'
import type { CodeKnowledge, HotSite } from './hot-site.ts'
import type { Wait } from './waits.ts'

/** What a CPU profile showed. */
export interface ProfiledCode {
  /** That was profiled. */
  readonly durationMs: number
  /** Of it, spent in code or in the garbage collector; over all threads that were profiled. */
  readonly busyMs: number
  readonly collectorMs: number
  readonly sites: readonly HotSite[]
  readonly collected: readonly CollectedSite[]
  readonly blocks: readonly BlockCause[]
}

/** All that a diagnosis is made of; what is not known is `null`, or empty. */
export interface Observed {
  readonly figures: HealthFigures
  readonly profiled: ProfiledCode | null
  readonly knowledge: CodeKnowledge
  readonly waits: readonly Wait[]
  /** Mean response time as clients saw it. ms */
  readonly meanResponseMs: number | null
  /** Only where memory leaks. */
  readonly heapGrowth: { readonly bytesPerRequest: number; readonly site: CodeSite | null } | null
}

/** All the time that requests took, summed over them; `null` where it is not known. */
export function requestsTimeMs({ figures, meanResponseMs }: Observed): number | null {
  const { requests } = figures
  return requests === null || meanResponseMs === null || requests === 0 ? null : requests * meanResponseMs
}
