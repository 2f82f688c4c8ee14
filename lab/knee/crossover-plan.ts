import { findClient } from '../../models/clients/catalogue.ts'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { evidenceOf } from '../../models/knee/capacity-search-result.ts'
import { meetsGoal } from '../../models/knee/search-goal.ts'
import type { BenchPlan, OpenBenchLoad } from '../bench/bench-plan.ts'
import { readConnections } from '../bench/read-bench-load.ts'
import { readSettings } from '../simulate/read-settings.ts'
import type { KneeFlags } from './read-knee-plan.ts'
import type { KneeResult } from './run-knee.ts'

/** A search for the rate at which one client process begins to dial for more and more of its requests. */
export interface CrossoverPlan {
  /** With the client's own pool, in one thread: a process has one. A trial has a rate and a duration of its own. */
  readonly bench: BenchPlan & { readonly load: OpenBenchLoad }
  /** Requests per second that the first trials are made at; 0 < first ≤ highest. */
  readonly firstRate: number
  /** The highest rate that the target is known to serve. */
  readonly highestRate: number
  /** Requests per second beyond which the target queues; Infinity where that is not known. */
  readonly saturationRate: number
  /** After so long no further trial is begun. */
  readonly longestMs: number
}

/** Busy connections, on average, at which hardly any pool dials. */
const FIRST_BUSY = 0.1
/** Fewer requests per second say nothing in trials of a few seconds. */
const LEAST_RATE = 30
const LONGEST_MS = 15_000
const IN_FLIGHT = 4096

/**
 * What is to be tried after a search for the capacity: Poisson arrivals through the pool of the client that was named,
 * or of Go's net/http with its defaults, up to the highest rate that met the service level.
 *
 * @param flags those that the search was made with
 * @returns `null` when no rate is known that the target serves
 * @throws UsageError when a flag cannot be read
 */
export function planCrossover(
  { plan, search }: Pick<KneeResult, 'plan' | 'search'>,
  flags: Pick<KneeFlags, 'client' | 'set' | 'connections'>,
): CrossoverPlan | null {
  const { capacity, end, bounds } = search
  const met = evidenceOf(search.trials).filter((trial) => meetsGoal(trial, plan.search.goal))
  const quietest = met.toSorted((a, b) => a.rate - b.rate).find(({ meanMs }) => meanMs !== null)
  if (capacity === null || quietest === undefined) return null
  const client = flags.client === undefined ? goNetHttp : findClient(flags.client)
  const limit = flags.connections === undefined ? {} : { maxConnsPerHost: readConnections(flags.connections) }
  const { settings } = readSettings(flags.set, client, { ...client.defaults, ...limit })
  const freeRate = (1000 * FIRST_BUSY) / Math.max(Number.MIN_VALUE, quietest.meanMs ?? 0)
  return {
    bench: {
      ...plan.bench,
      client: client.name,
      settings,
      workers: 1,
      load: { kind: 'open', rate: capacity.rate, arrivals: 'poisson', inFlightMax: IN_FLIGHT },
    },
    firstRate: Math.min(capacity.rate, Math.max(LEAST_RATE, Number(freeRate.toPrecision(3)))),
    highestRate: capacity.rate,
    saturationRate: end === 'found' ? (bounds.upper ?? Infinity) : Infinity,
    longestMs: LONGEST_MS,
  }
}
