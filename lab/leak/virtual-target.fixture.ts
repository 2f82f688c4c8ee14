import type { LeakTraffic } from './leak-hunt-plan.ts'
import { planLeakHunt, type LeakHuntPlan } from './leak-hunt-plan.ts'
import type { LeakSurroundings } from './seek-verdict.ts'

const NO_TRAFFIC: LeakTraffic = { requests: [], feeds: [], functions: null }
const START_BYTES = 12_000_000

/** A plan of 16 checkpoints, 500 requests apart. */
export function quickPlan(changes: Partial<LeakHuntPlan> = {}): LeakHuntPlan {
  const wanted = { name: 'it', traffic: NO_TRAFFIC, seed: 1, snapshots: null, quick: true, requests: null }
  return { ...planLeakHunt(wanted), ...changes }
}

export interface VirtualTarget {
  /** Bytes of its heap after so many requests, warm-up included. */
  readonly heap: (requests: number) => number
  readonly requestsPerSecond?: number
  /** Of its requests, the share that fails. */
  readonly failing?: number
}

/** A target without sockets, whose heap is known, and a list of all that is done to it. */
export class VirtualHunt {
  readonly steps: string[] = []
  readonly around: LeakSurroundings
  #requests = 0
  #nowMs = 0

  constructor({ heap, requestsPerSecond = 5000, failing = 0 }: VirtualTarget, knowsHeap = true) {
    this.around = {
      load: {
        send: (requests) => {
          this.steps.push(`send ${requests}`)
          this.#requests += requests
          const tookMs = (1000 * requests) / requestsPerSecond
          this.#nowMs += tookMs
          return Promise.resolve({ answered: requests, failed: failing * requests, tookMs })
        },
      },
      memory: {
        notes: [],
        read: () => {
          this.steps.push('read')
          // Noise that repeats, so that a line alone does not explain all.
          const noise = ((this.steps.length * 7919) % 13) * 400
          const bytes = START_BYTES + heap(this.#requests) + noise
          return Promise.resolve({
            heapUsedBytes: knowsHeap ? bytes : null,
            externalBytes: null,
            rssBytes: 60_000_000 + bytes,
          })
        },
      },
      allocations: {
        mark: () => {
          this.steps.push('mark')
          return Promise.resolve()
        },
        keepUp: () => Promise.resolve(),
        attribute: (requests) => {
          this.steps.push(`attribute ${requests}`)
          return Promise.resolve({ sites: [], grownBytes: 0 })
        },
      },
      onStep: () => {},
      clock: () => this.#nowMs,
    }
  }
}
