import type { IdlePair } from './idle-pair-choice.ts'
import { lastUpTo, type TuningGrid } from './tuning-grid.ts'

/** A setting is made so many times as large in one step at most, and leaves so much of it at least. */
const UP = 4
const DOWN = 0.75

/** One step on the way up to the pair: fourfold at most, along the grid. */
export function stepUp(from: IdlePair, to: IdlePair, grid: TuningGrid): IdlePair {
  return {
    idleTimeoutMs: raised(from.idleTimeoutMs, to.idleTimeoutMs, grid.idleTimeoutsMs),
    maxIdlePerHost: raised(from.maxIdlePerHost, to.maxIdlePerHost, grid.idleCaps),
  }
}

/** One step on the way down to the pair: by a quarter at most, or to the next figure of the grid. */
export function stepDown(from: IdlePair, to: IdlePair, grid: TuningGrid): IdlePair {
  return {
    idleTimeoutMs: lowered(from.idleTimeoutMs, to.idleTimeoutMs, grid.idleTimeoutsMs),
    maxIdlePerHost: lowered(from.maxIdlePerHost, to.maxIdlePerHost, grid.idleCaps),
  }
}

function raised(from: number, to: number, values: readonly number[]): number {
  if (to <= from) return from
  return Math.max(from, Math.min(to, values[lastUpTo(values, UP * from)] ?? to))
}

function lowered(from: number, to: number, values: readonly number[]): number {
  if (to >= from) return from
  const next = values.findLast((value) => value < from) ?? to
  const byRatio = values.find((value) => value >= DOWN * from) ?? to
  return Math.max(to, Math.min(next, byRatio))
}
