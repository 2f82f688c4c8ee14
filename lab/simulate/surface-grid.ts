import { exp, ln } from '../../models/random/portable-math.ts'

/** How many idle timeouts and idle caps a surface tells apart. */
export interface SurfaceGrid {
  /** ≥ 2 */
  readonly timeouts: number
  /** Caps are 1…maxIdle; ≥ 1. */
  readonly maxIdle: number
}

const SHORTEST_MS = 100
const LONGEST_MS = 600_000

/** Idle timeouts from 100 ms to 10 minutes, each longer than the one before by the same factor, in whole ms. */
export function gridTimeoutsMs({ timeouts }: Pick<SurfaceGrid, 'timeouts'>): number[] {
  const step = ln(LONGEST_MS / SHORTEST_MS) / (timeouts - 1)
  return Array.from({ length: timeouts }, (_, i) => Math.round(SHORTEST_MS * exp(step * i)))
}
