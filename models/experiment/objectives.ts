import type { BlockFigures, TrafficFigures } from './block-figures.ts'
import type { ExperimentTraffic } from './experiment-artifact.ts'
import { quantileOfAligned } from '../statistics/aligned-counts.ts'

/** What users of a class may expect, beside what one variant gave them. */
export interface ObjectiveResult {
  readonly traffic: string
  readonly variant: string
  /** Over all rounds; `null` where nothing was answered. */
  readonly p99Ms: number | null
  /** `null` where the objective says nothing of it. */
  readonly mostP99Ms: number | null
  /** Share of the requests that failed or were not sent, in [0, 1]. */
  readonly failureRate: number
  readonly mostFailureRate: number | null
  readonly isMet: boolean
  /** Whether the experiment ends with an exit code of its own where it is not met. */
  readonly isRequired: boolean
}

/** Of every class that has an objective, for every variant. @param rounds by round, then by variant */
export function judgeObjectives(
  traffic: readonly ExperimentTraffic[],
  variants: readonly string[],
  rounds: ReadonlyArray<readonly BlockFigures[]>,
): ObjectiveResult[] {
  if (rounds.length === 0) return []
  return traffic.flatMap(({ name, slo }, i) => {
    if (slo === null) return []
    return variants.map((variant, v) => {
      const blocks = rounds.flatMap((round) => round[v]?.traffic[i] ?? [])
      const p99Ms = p99Of(blocks)
      const failureRate = failureRateOf(blocks)
      const isFast = slo.p99Ms === null || (p99Ms !== null && p99Ms <= slo.p99Ms)
      const isAvailable = slo.failureRate === null || failureRate <= slo.failureRate
      return {
        traffic: name,
        variant,
        p99Ms,
        mostP99Ms: slo.p99Ms,
        failureRate,
        mostFailureRate: slo.failureRate,
        isMet: isFast && isAvailable,
        isRequired: slo.requiredOf.includes(variant),
      }
    })
  })
}

function p99Of(blocks: readonly TrafficFigures[]): number | null {
  const p99Ms = quantileOfAligned(
    blocks.map(({ responses }) => responses),
    0.99,
  )
  return Number.isNaN(p99Ms) ? null : p99Ms
}

function failureRateOf(blocks: readonly TrafficFigures[]): number {
  const due = blocks.reduce((sum, block) => sum + block.due, 0)
  return due === 0 ? 0 : blocks.reduce((sum, block) => sum + block.failed, 0) / due
}
