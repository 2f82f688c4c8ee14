/** A request gets a connection (`up`) or gives it back. */
export interface BusyStep {
  readonly atMs: number
  readonly up: boolean
}

/**
 * The slow, obvious count for one pair of idle timeout and idle cap: a stack of idle connections by time of
 * return, the one returned last taken first.
 */
export function naiveStack(
  steps: readonly BusyStep[],
  idleTimeoutMs: number,
  maxIdle: number,
  overflow: 'evict-oldest' | 'close-returned',
): { readonly dials: number; readonly idleMs: number } {
  let returnedAtMs: number[] = []
  let dials = 0
  let idleMs = 0
  for (const { atMs, up } of steps) {
    const alive = returnedAtMs.filter((sinceMs) => atMs - sinceMs <= idleTimeoutMs)
    if (alive.length < returnedAtMs.length) idleMs += (returnedAtMs.length - alive.length) * idleTimeoutMs
    returnedAtMs = alive
    if (up) {
      const sinceMs = returnedAtMs.pop()
      if (sinceMs === undefined) dials++
      else idleMs += atMs - sinceMs
    } else if (returnedAtMs.length < maxIdle) returnedAtMs.push(atMs)
    else if (overflow === 'evict-oldest') {
      returnedAtMs.push(atMs)
      idleMs += atMs - (returnedAtMs.shift() as number)
    }
  }
  return { dials, idleMs }
}
