import { ln } from '../random/portable-math.ts'
import { mean, significantExcess } from './significant-excess.ts'
import type { StretchFigures } from './stretch-figures.ts'

/** What was added to the requests from outside at one service, by more than chance. */
export interface Harm {
  readonly service: string
  /** Share of the mean latency of now that was added, in [0, 1). */
  readonly latency: number
  /** Share of the requests that fail in addition, in [0, 1]. */
  readonly failures: number
  /** Mean latency, in ms. */
  readonly meanMs: number
  readonly healthyMeanMs: number
}

/** A mean latency that rises by less than a twentieth is not worth a search. */
const LEAST_LATENCY = 0.05

/** With a chance of one in a thousand, nothing is seen in n of what happens in this many of n (the rule of three at 99.9 %). */
const UNSEEN = -ln(0.001)

export function harmOf(healthy: StretchFigures, faulty: StretchFigures): readonly Harm[] {
  return [...faulty.entries].flatMap(([service, requests]) => {
    const before = healthy.entries.get(service) ?? []
    if (before.length === 0 || requests.length === 0) return []
    const [was, is] = [before, requests].map((each) => each.map(({ span }) => span.durationMs))
    const [failed, fails] = [before, requests].map((each) =>
      each.map(({ span }) => Number(span.outcome !== 'ok')),
    )
    const healthyMeanMs = mean(was ?? [])
    const meanMs = mean(is ?? [])
    const addedMs = significantExcess(was ?? [], is ?? [], LEAST_LATENCY * healthyMeanMs)
    const failures = significantExcess(failed ?? [], fails ?? [], UNSEEN / before.length)
    return [{ service, latency: addedMs / meanMs, failures, meanMs, healthyMeanMs }]
  })
}
