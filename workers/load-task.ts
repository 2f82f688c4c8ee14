import type { MessagePort } from 'node:worker_threads'
import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import { type DrawDue, PacedSchedule } from '../models/arrivals/paced-schedule.ts'
import { countBelow } from '../models/arrivals/partition-point.ts'
import { findClient } from '../models/clients/catalogue.ts'
import { policyOf } from '../models/clients/client.ts'
import type { GeneratorHealth } from '../models/measurement/generator-health.ts'
import { packMeasurement } from '../models/measurement/measurement.ts'
import { createRequestSource, type PreparedRequest } from '../models/requests/request-source.ts'
import type { CheckResponse, RequestSpec } from '../models/requests/request-spec.ts'
import { BalancedPool, policyWhenBalanced } from './balanced-pool.ts'
import type { Endpoint } from './connection.ts'
import { dialWith } from './dial-with.ts'
import type { Drive, DriveOptions } from './drive.ts'
import { ClosedDrive } from './drive-closed.ts'
import { OpenDrive } from './drive-open.ts'
import { errorKind } from './error-kind.ts'
import { InterimResults } from './interim-results.ts'
import { LivePool, type PoolListener } from './live-pool.ts'
import type { LoadOrder, LoadProgress, LoadReport, LoadResult, LoadTask, OpenLoad } from './messages.ts'
import { Recorder } from './recorder.ts'
import { DriftSampler } from './self-check.ts'
import { ScenarioThrew } from './sent-request.ts'
import { type TimedTuning, tuneByTimer } from './tune-by-timer.ts'

const clock = (): number => performance.now()

/** Runs one pod for one stretch of traffic: primes its pool, waits for the start, sends, and reports. */
export default async function runLoadTask(task: LoadTask): Promise<void> {
  const { port } = task
  const transfer: ArrayBuffer[] = []
  try {
    const result = await runStretch(task, transfer)
    port.postMessage({ kind: 'result', result } satisfies LoadReport, transfer)
  } catch (error) {
    if (!(error instanceof ScenarioThrew)) throw error
    const { message, stack = '' } = error
    report(port, { kind: 'result', result: { kind: 'scenario-threw', message, stack } })
  } finally {
    port.close()
  }
}

/** @param transfer gets the buffers that the result hands over */
async function runStretch(task: LoadTask, transfer: ArrayBuffer[]): Promise<LoadResult> {
  const orders = new Orders(task.port)
  const drift = new DriftSampler(clock)
  const requests = await withFunctions(task)
  const pool: LoadPool = createPool(task, {
    dialed: (times, durationMs) => recorder.dialed(times, durationMs),
    retried: () => recorder.retried(),
    connectionError: (error) => recorder.connectionError(error),
  })
  const recorder = new Recorder(pool.machine, clock)
  const progress = setInterval(() => report(task.port, describeProgress(recorder, pool)), PROGRESS_MS)
  let tuning: TimedTuning | null = null
  let interim: InterimResults | null = null
  try {
    const unusable = await primeOrSayWhy(pool, task)
    if (unusable !== null) return unusable
    let atWarmup = pool.machine.counters.snapshot()
    report(task.port, { kind: 'ready' })
    const startMs = (await orders.go()) - performance.timeOrigin
    recorder.begin(startMs + task.warmupMs)
    if (task.interimMs !== undefined) {
      interim = new InterimResults(task.port, task.interimMs, () => {
        const measuredMs = Math.min(clock() - startMs, task.durationMs) - task.warmupMs
        return recorder.soFar(measuredMs, task.warmupMs, atWarmup, task.primed.length)
      })
    }
    if (task.tuning !== undefined) tuning = tuneByTimer(toOneEndpoint(pool), task.tuning, startMs, clock)
    drift.start()
    const drive = createDrive(task, pool, {
      pool,
      recorder,
      source: createRequestSource(requests, task.feeds, task.seed),
      checks: requests.map((request) => request.check ?? null),
      clock,
      startMs,
      durationMs: task.durationMs,
      warmupMs: task.warmupMs,
      drainMs: task.drainMs,
      requestTimeoutMs: task.endpoint.requestTimeoutMs,
      onMeasuring: () => {
        atWarmup = pool.machine.counters.snapshot()
        recorder.startMeasuring()
        interim?.start()
      },
      stop: orders.stop,
    })
    orders.during(drive, pool)
    const measuredMs = await drive.run()
    interim?.stop()
    drift.stop()
    await pool.settled(task.endpoint.dialTimeoutMs)
    const { packed, transfer: buffers } = packMeasurement(
      recorder.measurement(measuredMs, task.warmupMs, atWarmup, task.primed.length),
    )
    transfer.push(...buffers)
    return {
      kind: 'measured',
      measurement: packed,
      generator: describeGenerator(recorder, drift),
      polledMs: drive.polledMs,
      finished: !orders.stop.aborted,
      ...(tuning === null ? {} : { tuningChanges: tuning.changes }),
      ...(pool instanceof BalancedPool ? { byEndpoint: pool.counts } : {}),
    }
  } finally {
    clearInterval(progress)
    interim?.stop()
    tuning?.stop()
    drift.stop()
    pool.close(new Error('the run has ended'))
  }
}

type LoadPool = LivePool<PreparedRequest> | BalancedPool

function createPool({ driver, client, configuration, settings, ...task }: LoadTask, listener: PoolListener) {
  const { endpoint, balance } = task
  const own = policyOf(findClient(client), configuration)
  const policy = balance === undefined ? own : policyWhenBalanced(own, balance)
  const poolTo = (to: Endpoint): LivePool<PreparedRequest> =>
    new LivePool<PreparedRequest>({ dial: dialWith(driver, to), settings, policy, clock, listener })
  return balance === undefined ? poolTo(endpoint) : new BalancedPool(balance, poolTo, clock)
}

/** @throws TypeError when the pool has several endpoints: each would need a tuner of its own */
function toOneEndpoint(pool: LoadPool): LivePool<PreparedRequest> {
  if (pool instanceof LivePool) return pool
  throw new TypeError('pools to several endpoints do not tune themselves')
}

function createDrive(task: LoadTask, pool: LoadPool, options: DriveOptions): Drive {
  const { load, thread, threads, seed } = task
  const mostRequests = task.mostRequests ?? Infinity
  if (load.kind === 'open') {
    const { firstIndex, pacing, inFlightMax } = load
    const schedule = new PacedSchedule({ ...scheduleOf(load, seed), worker: thread, workers: threads })
    return new OpenDrive({ ...options, schedule, mostRequests, firstIndex, pacing, inFlightMax })
  }
  return new ClosedDrive({
    ...options,
    users: load.users,
    thinkTime: load.thinkTime,
    seed,
    thread,
    threads,
    mostRequests: Math.ceil((mostRequests - thread) / threads),
    onUsers: (users) => {
      const { settings } = pool.machine
      if (load.growsPool && users > settings.maxConnsPerHost)
        pool.reconfigure({ ...settings, maxConnsPerHost: users })
    },
  })
}

function scheduleOf({ arrivals }: OpenLoad, seed: number): { between: DrawDue; durationMs: number } {
  if (arrivals instanceof Float64Array) {
    return {
      between: (fromMs, toMs) => arrivals.subarray(countBelow(arrivals, fromMs), countBelow(arrivals, toMs)),
      durationMs: (arrivals.at(-1) ?? 0) + 1,
    }
  }
  const process = createArrivals(arrivals, seed)
  return { between: (fromMs, toMs) => process.between(fromMs, toMs), durationMs: process.durationMs }
}

export function describeGenerator({ lateness, counts }: Recorder, drift: DriftSampler): GeneratorHealth {
  const none = lateness.count === 0
  return {
    driftP99Ms: drift.p99Ms,
    driftMaxMs: drift.maxMs,
    latenessP50Ms: none ? 0 : lateness.quantileMs(0.5),
    latenessP99Ms: none ? 0 : lateness.quantileMs(0.99),
    latenessMaxMs: none ? 0 : lateness.maxMs,
    dropped: counts.dropped,
  }
}

export function describeProgress(
  { counts, lateness, response, dial }: Recorder,
  { machine }: LoadPool,
): LoadProgress {
  return {
    kind: 'progress',
    ...counts,
    p50Ms: response.quantileMs(0.5),
    p99Ms: response.quantileMs(0.99),
    latenessP99Ms: lateness.quantileMs(0.99),
    open: machine.open,
    idle: machine.idle,
    busy: machine.busy,
    dialed: dial.count,
  }
}

const PROGRESS_MS = 250

/** An error does not cross threads whole, so it is told as a result. */
async function primeOrSayWhy(pool: LoadPool, task: LoadTask): Promise<LoadResult | null> {
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
  #obey: (order: LoadOrder) => void = () => {}

  constructor(port: MessagePort) {
    this.#go = new Promise((resolve) => {
      port.on('message', (order: LoadOrder) => {
        if (order.kind === 'go') resolve(order.startAtEpochMs)
        else if (order.kind === 'stop') this.#stop.abort()
        else this.#obey(order)
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

  /** Hands on what concerns a drive under way. */
  during(drive: Drive, pool: LoadPool): void {
    this.#obey = (order) => {
      if (order.kind === 'finish') drive.finish()
      else if (order.kind === 'pace') drive.setPace(order.atMs, order.factor)
      else if (order.kind === 'reconfigure') pool.reconfigure(order.settings)
      else if (order.kind === 'weights' && pool instanceof BalancedPool) pool.setWeights(order.weights)
    }
  }
}

function report(port: MessagePort, message: LoadReport): void {
  port.postMessage(message)
}

export type LoadedRequest = RequestSpec & { readonly check?: CheckResponse | undefined }

/** Functions do not cross threads: they are taken from the scenario's own module. */
export async function withFunctions(
  task: Pick<LoadTask, 'scenarioModule' | 'requests'>,
): Promise<readonly LoadedRequest[]> {
  if (task.scenarioModule === null) return task.requests
  const module = (await import(task.scenarioModule)) as { default: { requests: readonly LoadedRequest[] } }
  return task.requests.map((request, i) => {
    const { build, check } = module.default.requests[i] ?? {}
    return { ...request, build, check }
  })
}
