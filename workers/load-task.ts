import type { MessagePort } from 'node:worker_threads'
import { findClient } from '../models/clients/catalogue.ts'
import { policyOf } from '../models/clients/client.ts'
import { storeMeasurement } from '../models/measurement/measurement.ts'
import { createRequestSource } from '../models/requests/request-source.ts'
import type { CheckResponse, RequestSpec } from '../models/requests/request-spec.ts'
import { driveOpen, ScenarioThrew } from './drive-open.ts'
import { errorKind } from './error-kind.ts'
import { LivePool } from './live-pool.ts'
import type { LoadOrder, LoadReport, LoadResult, LoadTask } from './messages.ts'
import { Recorder } from './recorder.ts'
import { DriftSampler } from './self-check.ts'

const clock = (): number => performance.now()

/** Runs one pod for one stretch of traffic: primes its pool, waits for the start, sends, and reports. */
export default async function runLoadTask(task: LoadTask): Promise<LoadResult> {
  const orders = new Orders(task.port)
  const recorder = new Recorder()
  const drift = new DriftSampler(clock)
  const requests = await withFunctions(task)
  const source = createRequestSource(requests, task.feeds, task.seed)
  const pool = new LivePool({
    endpoint: task.endpoint,
    settings: task.settings,
    policy: policyOf(findClient(task.client), task.configuration),
    clock,
    listener: { dialed: (ms) => recorder.dialed(ms), retried: () => recorder.retried() },
  })
  const progress = setInterval(() => {
    report(task.port, {
      kind: 'progress',
      due: recorder.due,
      completed: recorder.completed,
      failed: recorder.failed,
    })
  }, PROGRESS_MS)
  try {
    const unusable = await primeOrSayWhy(pool, task)
    if (unusable !== null) return unusable
    let atWarmup = pool.machine.counters.snapshot()
    report(task.port, { kind: 'ready' })
    const startAtEpochMs = await orders.go()
    drift.start()
    const measuredMs = await driveOpen({
      ...task,
      pool,
      recorder,
      source,
      checks: requests.map((request) => request.check ?? null),
      clock,
      startMs: startAtEpochMs - performance.timeOrigin,
      requestTimeoutMs: task.endpoint.requestTimeoutMs,
      onMeasuring: () => {
        atWarmup = pool.machine.counters.snapshot()
        recorder.startMeasuring()
      },
      stop: orders.stop,
    })
    drift.stop()
    await pool.settled(task.endpoint.dialTimeoutMs)
    const measurement = recorder.measurement(
      Math.max(0, measuredMs),
      pool.machine,
      atWarmup,
      task.primed.length,
    )
    return {
      kind: 'measured',
      measurement: storeMeasurement(measurement),
      generator: {
        driftP99Ms: drift.p99Ms,
        driftMaxMs: drift.maxMs,
        latenessP99Ms: recorder.latenessP99Ms,
      },
      finished: !orders.stop.aborted,
    }
  } catch (error) {
    if (!(error instanceof ScenarioThrew)) throw error
    return { kind: 'scenario-threw', message: error.message, stack: error.stack ?? '' }
  } finally {
    clearInterval(progress)
    drift.stop()
    pool.close(new Error('the run has ended'))
    task.port.close()
  }
}

const PROGRESS_MS = 250

/** An error does not cross threads whole, so it is told as a result. */
async function primeOrSayWhy(pool: LivePool, task: LoadTask): Promise<LoadResult | null> {
  try {
    await pool.prime(task.primed)
    return null
  } catch (error) {
    return {
      kind: 'target-unusable',
      errorKind: errorKind(error as Error),
      message: (error as Error).message,
    }
  }
}

/** What the lab says while a task runs. */
class Orders {
  readonly #stop = new AbortController()
  readonly #go: Promise<number>

  constructor(port: MessagePort) {
    this.#go = new Promise((resolve) => {
      port.on('message', (order: LoadOrder) => {
        if (order.kind === 'go') resolve(order.startAtEpochMs)
        else this.#stop.abort()
      })
      this.#stop.signal.addEventListener('abort', () => resolve(performance.timeOrigin + clock()))
    })
  }

  get stop(): AbortSignal {
    return this.#stop.signal
  }

  /** @returns when to start, in ms since the epoch */
  go(): Promise<number> {
    return this.#go
  }
}

function report(port: MessagePort, message: LoadReport): void {
  port.postMessage(message)
}

type LoadedRequest = RequestSpec & { readonly check?: CheckResponse | undefined }

/** Functions do not cross threads: they are taken from the scenario's own module. */
async function withFunctions(task: LoadTask): Promise<readonly LoadedRequest[]> {
  if (task.scenarioModule === null) return task.requests
  const module = (await import(task.scenarioModule)) as { default: { requests: readonly LoadedRequest[] } }
  return task.requests.map((request, i) => {
    const { build, check } = module.default.requests[i] ?? {}
    return { ...request, build, check }
  })
}
