/** Bounds of an idle timeout, in ms: used after `openMs` a connection answered, after `closedMs` one did not. */
export interface IdleBracket {
  readonly openMs: number
  readonly closedMs: number
}

/** Narrower than this share of the timeout a bracket is good enough. */
const FINE_SHARE = 0.02
/** A refinement may wait for so much of the timeout. */
const LONGEST_WAIT_SHARE = 0.15
const MOST_WAITING = 4

/**
 * After which idle time each of the connections at hand should be used next, to narrow a bracket down: at once all
 * those that have been idle for a time within it; where there are none, up to four that get there soonest, spread
 * evenly over it.
 *
 * @param idleMs how long each has been idle
 * @returns for each the idle time at which to use it, or `null` to leave it alone; all `null` when the bracket is
 *   narrow enough, or nothing at hand can narrow it soon
 */
export function refineBracket(bracket: IdleBracket, idleMs: readonly number[]): (number | null)[] {
  const { openMs, closedMs } = bracket
  const none = idleMs.map(() => null)
  if (closedMs - openMs <= FINE_SHARE * closedMs) return none
  const isInside = (each: number) => each > openMs && each < closedMs
  if (idleMs.some(isInside)) return idleMs.map((each) => (isInside(each) ? each : null))
  const mostMs = LONGEST_WAIT_SHARE * closedMs
  const younger = idleMs
    .map((each, index) => ({ each, index }))
    .filter(({ each }) => each <= openMs && each + mostMs > openMs)
    .sort((a, b) => b.each - a.each)
    .slice(0, MOST_WAITING)
  const at: (number | null)[] = none
  younger.forEach(({ each, index }, rank) => {
    const share = (younger.length - rank) / (younger.length + 1)
    at[index] = Math.min(openMs + share * (closedMs - openMs), each + mostMs)
  })
  return at
}
