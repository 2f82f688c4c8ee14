import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { LoadOrder, LoadProgress, LoadReport, LoadResult, LoadTask } from '../workers/messages.ts'
import { type Measurement, unpackMeasurement } from '../models/measurement/measurement.ts'
import type { ResponseSurfaceCounts } from '../models/simulate/response-surface.ts'
import type { StandingTask } from '../workers/standing-messages.ts'
import type { SurfaceTask, WindowsResult, WindowsTask } from '../workers/simulate-task.ts'
import { ENTRY_POINTS } from './entry-points.ts'
import { threadExecArgv } from './target/typescript-exec-argv.ts'

/** Worker threads for load and for simulation. Sole owner of piscina. */
export class WorkerPool {
  readonly #load: Piscina
  readonly #simulate: Piscina

  /** @param pods load threads: one for each client process that is imitated @param cores for the simulation */
  constructor(pods: number, cores: number) {
    this.#load = createThreads(ENTRY_POINTS.loadTask, pods)
    this.#simulate = createThreads(ENTRY_POINTS.simulateTask, cores)
  }

  /** Starts a load task; it waits for its `go`. */
  load(task: Omit<LoadTask, 'port'>): RunningLoad {
    const { port1, port2 } = new MessageChannel()
    const done = this.#load.run({ ...task, port: port2 }, { transferList: [port2] }) as Promise<void>
    return new RunningLoad(port1, done)
  }

  /** Starts a thread that sends load until it is told to stop. */
  stand(task: StandingTask): StandingThread {
    const { port1, port2 } = new MessageChannel()
    const ended = this.#load.run(
      { task, port: port2 },
      { filename: ENTRY_POINTS.standingThread.href, transferList: [port2] },
    ) as Promise<void>
    return { port: port1, ended }
  }

  surface(task: SurfaceTask, signal: AbortSignal): Promise<ResponseSurfaceCounts> {
    return this.#simulate.run(task, { signal }) as Promise<ResponseSurfaceCounts>
  }

  windows(task: WindowsTask, signal: AbortSignal): Promise<WindowsResult> {
    return this.#simulate.run(task, { signal }) as Promise<WindowsResult>
  }

  /** Ends every thread, whatever it is doing. */
  async destroy(): Promise<void> {
    await Promise.all([this.#load.destroy(), this.#simulate.destroy()])
  }
}

/** A thread that sends load until it is told to stop. */
export interface StandingThread {
  /** Carries `StandingReport`s out and `StandingOrder`s in. */
  readonly port: MessagePort
  /** Rejects when the thread fails. */
  readonly ended: Promise<void>
}

/** A load task in its thread. */
export class RunningLoad {
  /** Rejects when the task ends without a result. */
  readonly result: Promise<LoadResult>
  /** Resolves when the pod is primed; rejects when the task fails before that. */
  readonly ready: Promise<void>
  readonly #port: MessagePort
  #latest: LoadProgress | null = null
  #interim: Measurement | null = null

  /** @param done the task's own end; its result comes by the port, in buffers that the thread hands over */
  constructor(port: MessagePort, done: Promise<void>) {
    this.#port = port
    let isReady = (): void => {}
    const ready = new Promise<void>((resolve) => {
      isReady = resolve
    })
    this.result = new Promise((resolve, reject) => {
      port.on('message', (report: LoadReport) => {
        if (report.kind === 'ready') isReady()
        else if (report.kind === 'progress') this.#latest = report
        else if (report.kind === 'interim') this.#interim = unpackMeasurement(report.measurement)
        else resolve(report.result)
      })
      port.once('close', () => reject(new Error('a load thread ended without a result')))
      done.catch(reject)
    })
    this.ready = Promise.race([ready, this.result.then(() => {})])
    this.ready.catch(() => {})
    const close = () => port.close()
    this.result.then(close, close)
  }

  /** What was last told; `null` before anything was. */
  get progress(): LoadProgress | null {
    return this.#latest
  }

  /** What it had measured when it last told; `null` before it did, and where it is not to tell. */
  get interim(): Measurement | null {
    return this.#interim
  }

  order(order: LoadOrder): void {
    this.#port.postMessage(order)
  }
}

function createThreads(entry: URL, threads: number): Piscina {
  return new Piscina({
    filename: entry.href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    execArgv: threadExecArgv(entry),
  })
}
