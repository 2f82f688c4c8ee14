const COUNTERS = Symbol.for('kneepoint.counters')

interface CounterHolder {
  [COUNTERS]?: Map<string, number>
}

/**
 * Adds to a counter of this process, which the probe tells with its other figures. Works without the probe as well; all
 * copies of this module in a process count together.
 *
 * @param name what is counted, such as `codec.copies`
 * @param by finite; 1 unless told
 */
export function countInProbe(name: string, by = 1): void {
  const counters = ((globalThis as CounterHolder)[COUNTERS] ??= new Map())
  counters.set(name, (counters.get(name) ?? 0) + by)
}

/** What was counted since the process started, by name. */
export function readCounters(): Record<string, number> {
  return Object.fromEntries((globalThis as CounterHolder)[COUNTERS] ?? [])
}
