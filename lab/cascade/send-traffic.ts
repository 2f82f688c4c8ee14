import { UNLIMITED } from '../../models/pool/settings.ts'
import type { LoadTask } from '../../workers/messages.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import { type LoadOutcome, mergeLoads, runLoad } from '../run-load.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { WorkerPool } from '../worker-pool.ts'

export interface Traffic {
  readonly origin: string
  /** Poisson arrivals, requests/s. */
  readonly rate: number
  readonly durationMs: number
  /** The same seed sends at the same moments. */
  readonly seed: number
  readonly workers: WorkerPool
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
}

const REQUEST_TIMEOUT_MS = 5_000
const DRAIN_MS = 2_000
const IN_FLIGHT_MAX = 2_000

/**
 * Sends requests to the first service of a chain, at moments that do not wait for answers.
 *
 * @throws the signal's reason when it is aborted; UnusableRun when the chain cannot be reached
 */
export async function sendTraffic(traffic: Traffic): Promise<LoadOutcome> {
  const { workers, signal, onProgress } = traffic
  const cpu = new CpuUse()
  const results = await runLoad({
    workers,
    tasks: [loadTask(traffic)],
    signal,
    onProgress: ([load]) => {
      if (load !== undefined) onProgress(`${load.completed} answered, ${load.failed} failed`)
    },
  })
  signal.throwIfAborted()
  const measured = results.map((result) => {
    if (result.kind !== 'measured') throw new UnusableRun(`the chain cannot be used: ${result.message}`)
    return result
  })
  return mergeLoads(measured, cpu)
}

function loadTask({ origin, rate, durationMs, seed }: Traffic): Omit<LoadTask, 'port'> {
  return {
    scenarioModule: null,
    requests: [{ weight: 1, method: 'GET', path: '/work' }],
    feeds: [],
    seed,
    endpoint: {
      origin,
      pathPrefix: '',
      ca: null,
      insecure: false,
      dialTimeoutMs: REQUEST_TIMEOUT_MS,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
    },
    driver: 'undici',
    client: 'undici',
    configuration: 'today',
    settings: UNLIMITED,
    load: {
      kind: 'open',
      arrivals: { kind: 'poisson', rate, durationMs },
      firstIndex: 0,
      // The services are to have the cores that polling would take.
      pacing: 'timer',
      inFlightMax: IN_FLIGHT_MAX,
    },
    thread: 0,
    threads: 1,
    durationMs,
    warmupMs: 0,
    mostRequests: null,
    primed: [],
    drainMs: DRAIN_MS,
  }
}
