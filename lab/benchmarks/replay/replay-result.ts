import type { ReplayCosts } from './calibrate-costs.ts'
import type { ReplayFigures } from './predict-replay.ts'

/** A case's prediction beside what was counted. */
export interface ReplayResult {
  readonly client: string
  readonly settings: string
  readonly requests: number
  readonly predicted: ReplayFigures
  readonly counted: ReplayFigures
  readonly costs: ReplayCosts
  readonly latenessP99Ms: number
  /** Share of the time that the driver or the server, whichever more, waited for a core; `null` where unknown. */
  readonly coreWaitShare: number | null
  /** Plays until one was not disturbed, or there was no time for another. */
  readonly attempts: number
  readonly failures: readonly string[]
}

/** Dials within 3 %, the P99 of the response time within 10 %. */
export const GOALS = { dials: 0.03, responseP99Ms: 0.1 } as const

/** (predicted − counted) / counted; 0 where both are 0. */
export function relativeError(predicted: number, counted: number): number {
  return predicted === counted ? 0 : (predicted - counted) / counted
}

/** The goals that the prediction missed; a failed request is a miss of its own. */
export function misses({ predicted, counted, failures }: ReplayResult): string[] {
  const missed = Object.entries(GOALS)
    .map(([name, goal]) => ({ name: name as keyof typeof GOALS, goal }))
    .filter(({ name, goal }) => !(Math.abs(relativeError(predicted[name], counted[name])) <= goal))
    .map(({ name }) => name)
  return failures.length === 0 ? missed : [...missed, 'failures']
}
