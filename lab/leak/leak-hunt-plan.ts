import type { LeakOptions } from '../../models/leak/leak-verdict.ts'
import type { Feed } from '../../models/requests/request-spec.ts'
import type { PlainRequest } from '../../models/scenario/plain-scenario.ts'

/** What is sent to a target that may leak. */
export interface LeakTraffic {
  readonly requests: readonly PlainRequest[]
  readonly feeds: readonly Feed[]
  /** The module whose default export has these requests, where they have functions; else `null`. */
  readonly functions: {
    /** The file that its author wrote. */
    readonly file: string
    /** The compiled module, absolute. */
    readonly modulePath: string
  } | null
}

/** Where heap snapshots go, which hold everything that the target's heap holds. */
export interface SnapshotPlace {
  /** Absolute, and there. */
  readonly folder: string
  /** Begins the names of the files. */
  readonly prefix: string
  /** Whether they stay when they have been read. */
  readonly keep: boolean
}

/** How a target is searched for a leak. */
export interface LeakHuntPlan {
  /** Of the target, for people. */
  readonly name: string
  readonly traffic: LeakTraffic
  /** Of the requests. */
  readonly seed: number
  /** Requests under way at once: each waits for its answer before the next is sent on its connection. */
  readonly connections: number
  /** Sent before the first checkpoint. */
  readonly warmupRequests: number
  /** After which a verdict is sought; ≥ 12. */
  readonly checkpoints: number
  /** After which it stays unknown where it is so until then; ≥ `checkpoints`. */
  readonly mostCheckpoints: number
  /** From each checkpoint to the next. */
  readonly requestsBetween: number
  /** What they are lowered for at a slow target: about as long as all that is sent to `checkpoints` may take; `null` for never. */
  readonly loadMs: number | null
  /** Mean distance of the samples of what is allocated, bytes. */
  readonly samplingIntervalBytes: number
  readonly judging: LeakOptions
  /** `null` to take none. */
  readonly snapshots: SnapshotPlace | null
}

export interface WantedLeakHunt extends Pick<LeakHuntPlan, 'name' | 'traffic' | 'seed' | 'snapshots'> {
  readonly quick: boolean
  /** In all, from the first checkpoint to the last; `null` for as many as the form has. */
  readonly requests: number | null
  readonly connections?: number
  readonly judging?: LeakOptions
}

/**
 * Takes about six seconds at a target that answers 2,500 requests a second. Compiled code and its records grow by some bytes a
 * request for ten thousand requests and more: what is below the budget is no leak.
 */
const QUICK = {
  checkpoints: 16,
  warmupRequests: 3_000,
  requestsBetween: 500,
  loadMs: 10_000,
  budgetBytesPerRequest: 16,
}
const FULL = {
  checkpoints: 24,
  warmupRequests: 5_000,
  requestsBetween: 1_500,
  loadMs: 60_000,
  budgetBytesPerRequest: 4,
}
const CONNECTIONS = 8
/** Times the checkpoints, for a verdict that is unknown after them. */
const MOST_TIMES = 3
/** A quarter of V8's own: a leak of 200 bytes a request is some hundred samples in a quick hunt. */
const SAMPLING_INTERVAL_BYTES = 8 * 1024

export function planLeakHunt(wanted: WantedLeakHunt): LeakHuntPlan {
  const { name, traffic, seed, snapshots, quick, requests, connections = CONNECTIONS, judging = {} } = wanted
  const form = quick ? QUICK : FULL
  const { checkpoints, warmupRequests } = form
  return {
    name,
    traffic,
    seed,
    connections,
    warmupRequests,
    checkpoints,
    mostCheckpoints: MOST_TIMES * checkpoints,
    requestsBetween: requests === null ? form.requestsBetween : Math.ceil(requests / (checkpoints - 1)),
    loadMs: requests === null ? form.loadMs : null,
    samplingIntervalBytes: SAMPLING_INTERVAL_BYTES,
    judging: { budgetBytesPerRequest: form.budgetBytesPerRequest, ...judging },
    snapshots,
  }
}
