import type { BenchPlan } from './bench-plan.ts'

/** What load threads divide among themselves, of which each needs one at least. */
export interface ThreadLimit {
  readonly mostThreads: number
  /** What there is of it, for a text. */
  readonly what: string
}

/**
 * The scarcest of what threads divide: users, requests under way, connections, idle connections and places to wait.
 * A thread with none of it would send nothing, or have a pool of another kind than the one that was asked for. A
 * setting of 0 divides into zeros, which is what was asked for, and limits nothing.
 *
 * @returns `null` when nothing is limited
 */
export function threadLimit({ load, settings }: Pick<BenchPlan, 'load' | 'settings'>): ThreadLimit | null {
  const [first, ...rest] = [
    load.kind === 'closed'
      ? limit(load.users, `${load.users} ${load.users === 1 ? 'user' : 'users'} (--connections)`)
      : limit(load.inFlightMax, `--in-flight ${load.inFlightMax}`),
    ...(['maxConnsPerHost', 'maxIdlePerHost', 'maxWaiting'] as const).map((name) =>
      limit(settings[name], `${name} ${settings[name]}`),
    ),
  ].filter(({ mostThreads }) => mostThreads >= 1 && Number.isFinite(mostThreads))
  if (first === undefined) return null
  return rest.reduce((least, each) => (each.mostThreads < least.mostThreads ? each : least), first)
}

function limit(mostThreads: number, what: string): ThreadLimit {
  return { mostThreads, what }
}
