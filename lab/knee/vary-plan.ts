import { goNetHttp } from '../../models/clients/go-net-http.ts'
import type { BenchPlan } from '../bench/bench-plan.ts'
import { readStretchMs } from '../bench/read-amounts.ts'
import { readConnections } from '../bench/read-bench-load.ts'
import { readBenchPlan } from '../bench/read-bench-plan.ts'
import { readCount } from '../simulate/read-quantity.ts'
import { readClient } from '../read-client.ts'
import { UsageError } from '../usage-error.ts'
import type { KneeFlags, ReadKneePlan } from './read-knee-plan.ts'

/**
 * What there is more and more of:
 *
 * - `workers`: load threads of one client process, each with so many connections: what the client gains from threads;
 * - `connections`: connections of one thread, on each of which a request waits: what `maxConnsPerHost` gains;
 * - `pods`: client processes, imitated by threads, each with a pool of its own with the same settings.
 */
export const varied = ['workers', 'connections', 'pods'] as const

export type Varied = (typeof varied)[number]

/** The flags that go with `--vary`. `from` and `to` count what is varied. */
export interface VaryFlags extends KneeFlags {
  readonly vary: string
}

/** Saturating load with more and more of something. */
export interface VaryPlan {
  readonly vary: Varied
  /** What all blocks have in common; users, threads and the limits on connections follow from n. */
  readonly bench: BenchPlan
  /** Ascending; at least two. */
  readonly counts: readonly number[]
  /** Of one thread, where threads are varied. */
  readonly usersPerThread: number
  /** Times that each count is measured. */
  readonly blocks: number
}

const BLOCKS = 4
const BLOCK_MS = 500
const LONGEST_BLOCK_MS = 60_000
const WARMUP_MS = 200
const USERS = 10
const MOST: Readonly<Record<Varied, number>> = { workers: 64, connections: 4096, pods: 64 }
const TO_CONNECTIONS = 64
/** Twice the cores, and so many at least: enough to see that more does not help. */
const LEAST_TO_THREADS = 4
const MOST_TO_THREADS = 16
/** In a closed model there is one waiting for each that is served. */
const USERS_PER_CONNECTION = 2

/**
 * What is to be measured.
 *
 * @param cores that this process may run on
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 */
export async function readVaryPlan(
  target: string,
  flags: VaryFlags,
  cores: number,
): Promise<{ readonly plan: VaryPlan; readonly notes: ReadKneePlan['notes'] }> {
  const vary = readVaried(flags.vary)
  refuseOthers(vary, flags)
  const client = flags.client ?? (vary === 'pods' ? goNetHttp.name : undefined)
  const { method, header, body, timeout, driver, set, seed, insecure, ca, allow } = flags
  const given = { method, body, timeout, driver, client, seed, ca }
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const blockMs = readBlockMs(flags.trial)
  const { plan, notes } = await readBenchPlan(target, { header, set, insecure, allow, ...present })
  return {
    plan: {
      vary,
      bench: { ...plan, durationMs: blockMs, warmupMs: Math.min(WARMUP_MS, blockMs) },
      counts: countsBetween(...readRange(vary, flags, cores)),
      usersPerThread: flags.connections === undefined ? USERS : readConnections(flags.connections),
      blocks: BLOCKS,
    },
    notes,
  }
}

/** The bench of one block: users enough that every connection, or every thread's share of them, is always in use. */
export function varyBench({ vary, bench, usersPerThread }: VaryPlan, n: number): BenchPlan {
  const load = (users: number) =>
    ({ kind: 'closed', users, thinkTime: null, connectionsFollowUsers: false }) as const
  if (vary === 'connections') {
    const settings = { ...bench.settings, maxConnsPerHost: n }
    return { ...bench, workers: 1, settings, load: load(USERS_PER_CONNECTION * n) }
  }
  const { maxConnsPerHost, maxIdlePerHost, maxWaiting } = bench.settings
  const each = vary === 'workers' ? usersPerThread : maxConnsPerHost
  return {
    ...bench,
    workers: n,
    load: load(n * usersPerThread),
    // Threads divide these limits among themselves.
    settings: {
      ...bench.settings,
      maxConnsPerHost: n * each,
      maxIdlePerHost: maxIdlePerHost * n,
      maxWaiting: maxWaiting * n,
    },
  }
}

/**
 * Counts in steps of a third to a half: 1, 2, 3, 4, 6, 8, 12, 16 … and both ends.
 *
 * @param from whole, ≥ 1 @param to whole, > from
 */
export function countsBetween(from: number, to: number): readonly number[] {
  const counts = new Set([from])
  for (let power = 1; power <= to; power *= 2) {
    for (const count of power === 1 ? [1] : [power, 1.5 * power]) {
      if (count > from && count < to) counts.add(count)
    }
  }
  return [...counts.add(to)]
}

function readVaried(text: string): Varied {
  const found = varied.find((each) => each === text)
  if (found !== undefined) return found
  throw new UsageError(`--vary: '${text}' is none of ${varied.join(', ')}`)
}

function refuseOthers(vary: Varied, flags: VaryFlags): void {
  const refuse = (flag: string, why: string): never => {
    throw new UsageError(`--${flag} does not go with --vary ${vary}: ${why}`)
  }
  if (flags.arrivals !== undefined) refuse('arrivals', 'users wait for their answers, as fast as they come')
  if (flags.sloP99 !== undefined) refuse('slo-p99', 'the load is as high as it gets')
  if (flags.sloFailures !== undefined) refuse('slo-failures', 'the load is as high as it gets')
  if (flags.exceed !== undefined) refuse('exceed', 'no service level is searched for')
  if (flags.width !== undefined) refuse('width', 'no bounds are searched for')
  if (flags.workers !== undefined) refuse('workers', 'how many threads there are follows from what is varied')
  if (vary === 'connections' && flags.connections !== undefined) {
    refuse('connections', 'they are what is varied: --from and --to say between which numbers')
  }
  if (vary === 'workers' && (flags.client !== undefined || flags.set.length > 0)) {
    refuse(flags.client === undefined ? 'set' : 'client', 'threads with a pool each are --vary pods')
  }
  if (flags.client !== undefined) readClient(flags.client)
}

function readRange(vary: Varied, { from, to }: VaryFlags, cores: number): [from: number, to: number] {
  const most = MOST[vary]
  const usual =
    vary === 'connections' ? TO_CONNECTIONS : Math.min(MOST_TO_THREADS, Math.max(LEAST_TO_THREADS, 2 * cores))
  const first = from === undefined ? 1 : readCount('--from', from, 1, most)
  const last = to === undefined ? Math.min(most, Math.max(usual, 2 * first)) : readCount('--to', to, 1, most)
  if (first < last) return [first, last]
  throw new UsageError(`--from: ${first} ${vary} must be fewer than --to, ${last}`)
}

function readBlockMs(text: string | undefined): number {
  if (text === undefined) return BLOCK_MS
  const blockMs = readStretchMs('--trial', text)
  if (blockMs > 0 && blockMs <= LONGEST_BLOCK_MS) return blockMs
  throw new UsageError(`--trial: '${text}' must be above 0 and up to 1m`)
}
