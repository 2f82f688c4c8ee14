import { pathToFileURL } from 'node:url'
import { unpackMeasurement } from '../../models/measurement/measurement.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { Endpoint } from '../../workers/connection.ts'
import type { LoadResult, LoadTask } from '../../workers/messages.ts'
import { throwIfAborted } from '../interrupted.ts'
import { type LoadSample, mergeLoadProgress } from '../live/load-sample.ts'
import { runLoad } from '../run-load.ts'
import { scenarioThrew } from '../scenario-threw.ts'
import { UnusableRun } from '../unusable-run.ts'
import { explainFailure } from '../visit-target.ts'
import type { WorkerPool } from '../worker-pool.ts'
import type { LeakHuntPlan } from './leak-hunt-plan.ts'

/** What became of some requests. */
export interface SentLoad {
  /** With whatever status. */
  readonly answered: number
  /** Without an answer, with a status from 500 on, or with one that a check refused. */
  readonly failed: number
  /** Until the last was answered. */
  readonly tookMs: number
}

/** Sends requests, and comes back when all of them are over. */
export interface LeakLoad {
  /** @param onProgress told now and then how it goes */
  send(requests: number, onProgress: (load: LoadSample) => void): Promise<SentLoad>
}

/** What is under way may take this long; a hunt ends before. */
const LONGEST_MS = 3_600_000
const DRAIN_MS = 10_000

/**
 * Load from a thread, over connections that each wait for their answers. The requests of a call follow on those of the
 * call before, and the connections are new ones, so that nothing is open in between.
 *
 * @returns load whose `send` throws the signal's reason when it is aborted, UnusableRun when the target cannot be reached,
 *   ScenarioError (107) when a function of the requests throws
 */
export function leakLoad(
  endpoint: Endpoint,
  plan: Pick<LeakHuntPlan, 'traffic' | 'seed' | 'connections'>,
  workers: WorkerPool,
  signal: AbortSignal,
): LeakLoad {
  let sent = 0
  return {
    async send(requests, onProgress) {
      throwIfAborted(signal)
      const startMs = performance.now()
      const task = loadTask(endpoint, plan, sent, requests)
      sent += requests
      const [result] = await runLoad({
        workers,
        tasks: [task],
        signal,
        onProgress: (threads) => onProgress({ ...mergeLoadProgress(threads), closed: true }),
      }).catch((error: unknown) => {
        throwIfAborted(signal)
        throw error
      })
      throwIfAborted(signal)
      const { requests: counts, statuses } = measuredBy(result as LoadResult, endpoint, plan)
      const answered = Object.values(statuses).reduce((sum, count) => sum + count, 0)
      return { answered, failed: counts.failed, tookMs: performance.now() - startMs }
    },
  }
}

function loadTask(
  endpoint: Endpoint,
  { traffic, seed, connections }: Pick<LeakHuntPlan, 'traffic' | 'seed' | 'connections'>,
  firstIndex: number,
  requests: number,
): Omit<LoadTask, 'port'> {
  const { functions } = traffic
  return {
    scenarioModule: functions === null ? null : pathToFileURL(functions.modulePath).href,
    requests: traffic.requests,
    feeds: traffic.feeds,
    seed,
    endpoint,
    driver: 'wire',
    client: 'undici',
    configuration: 'today',
    settings: { ...UNLIMITED, maxConnsPerHost: connections },
    load: { kind: 'closed', users: connections, thinkTime: null, growsPool: false },
    // The only thread numbers its requests from its own number on, one by one.
    thread: firstIndex,
    threads: 1,
    mostRequests: firstIndex + requests,
    durationMs: LONGEST_MS,
    warmupMs: 0,
    primed: [],
    drainMs: DRAIN_MS,
  }
}

function measuredBy(result: LoadResult, endpoint: Endpoint, { traffic }: Pick<LeakHuntPlan, 'traffic'>) {
  if (result.kind === 'measured') return unpackMeasurement(result.measurement)
  if (result.kind === 'target-unusable') {
    throw new UnusableRun(explainFailure(endpoint, result.errorKind, result.message))
  }
  const thrown = new Error(result.message)
  thrown.stack = result.stack
  const { functions } = traffic
  throw functions === null ? thrown : scenarioThrew(thrown, functions.file, functions.modulePath)
}
