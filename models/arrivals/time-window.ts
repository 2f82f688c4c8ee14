/** A stretch of a schedule, [fromMs, toMs). */
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * The part of [fromMs, toMs) that lies in [0, durationMs); empty (fromMs = toMs) where there is none.
 *
 * @throws RangeError when a limit is NaN or the window ends before it begins
 */
export function timeWindow(fromMs: number, toMs: number, durationMs: number): TimeWindow {
  if (!(fromMs <= toMs)) {
    throw new RangeError(`a window must not end before it begins: fromMs ${fromMs}, toMs ${toMs}`)
  }
  const from = Math.min(Math.max(fromMs, 0), durationMs)
  return { fromMs: from, toMs: Math.min(Math.max(toMs, from), durationMs) }
}
