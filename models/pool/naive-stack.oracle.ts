/** A request gets a connection (`up`) or gives it back. */
export interface BusyStep {
  readonly atMs: number
  readonly up: boolean
}

/**
 * The slow, obvious count for one pair of idle timeout and idle cap: the idle connections by time of return. A
 * request takes the one returned last or, with `pick` fifo, first.
 */
export function naiveStack(
  steps: readonly BusyStep[],
  idleTimeoutMs: number,
  maxIdle: number,
  overflow: 'evict-oldest' | 'close-returned',
  pick: 'lifo' | 'fifo' = 'lifo',
): { readonly dials: number; readonly idleMs: number } {
  return naivePool(steps, idleTimeoutMs, maxIdle, {
    taken: (idle) => (pick === 'lifo' ? idle - 1 : 0),
    closed: (idle) => (overflow === 'evict-oldest' ? 0 : idle - 1),
  })
}

/**
 * The same for any pool that reuses a connection whenever one is idle. Both rules choose among so many idle
 * connections, numbered from the one idle longest; `closed` when there is one too many, the last of which is the
 * one just returned.
 */
export function naivePool(
  steps: readonly BusyStep[],
  idleTimeoutMs: number,
  maxIdle: number,
  rules: { readonly taken: (idle: number) => number; readonly closed: (idle: number) => number },
): { readonly dials: number; readonly idleMs: number } {
  let returnedAtMs: number[] = []
  let dials = 0
  let idleMs = 0
  for (const { atMs, up } of steps) {
    const alive = returnedAtMs.filter((sinceMs) => atMs - sinceMs <= idleTimeoutMs)
    if (alive.length < returnedAtMs.length) idleMs += (returnedAtMs.length - alive.length) * idleTimeoutMs
    returnedAtMs = alive
    if (!up) returnedAtMs.push(atMs)
    else if (alive.length === 0) dials++
    const rule = up ? rules.taken : rules.closed
    if (up ? alive.length > 0 : alive.length > maxIdle) {
      const [sinceMs] = alive.splice(rule(alive.length), 1)
      idleMs += atMs - (sinceMs as number)
    }
  }
  return { dials, idleMs }
}
