import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { LoadOrder, LoadReport, LoadResult, LoadTask } from '../workers/messages.ts'
import type { ResponseSurfaceCounts } from '../models/simulate/response-surface.ts'
import type { SurfaceTask, WindowsResult, WindowsTask } from '../workers/simulate-task.ts'
import { typescriptExecArgv } from './target/typescript-exec-argv.ts'

/** Worker threads for load and for simulation. Sole owner of piscina. */
export class WorkerPool {
  readonly #load: Piscina
  readonly #simulate: Piscina

  /** @param pods load threads: one for each client process that is imitated @param cores for the simulation */
  constructor(pods: number, cores: number) {
    this.#load = createThreads('load-task', pods)
    this.#simulate = createThreads('simulate-task', cores)
  }

  /** Starts a load task; it waits for its `go`. */
  load(task: Omit<LoadTask, 'port'>): RunningLoad {
    const { port1, port2 } = new MessageChannel()
    const result = this.#load.run({ ...task, port: port2 }, { transferList: [port2] }) as Promise<LoadResult>
    return new RunningLoad(port1, result)
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

/** A load task in its thread. */
export class RunningLoad {
  readonly result: Promise<LoadResult>
  /** Resolves when the pod is primed; rejects when the task fails before that. */
  readonly ready: Promise<void>
  readonly #port: MessagePort
  #latest: Extract<LoadReport, { kind: 'progress' }> = { kind: 'progress', due: 0, completed: 0, failed: 0 }

  constructor(port: MessagePort, result: Promise<LoadResult>) {
    this.#port = port
    this.result = result
    this.ready = new Promise((resolve, reject) => {
      result.then(() => resolve(), reject)
      port.on('message', (report: LoadReport) => {
        if (report.kind === 'ready') resolve()
        else this.#latest = report
      })
    })
    const close = () => port.close()
    result.then(close, close)
  }

  get progress(): { readonly due: number; readonly completed: number; readonly failed: number } {
    return this.#latest
  }

  order(order: LoadOrder): void {
    this.#port.postMessage(order)
  }
}

function createThreads(task: 'load-task' | 'simulate-task', threads: number): Piscina {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const entry = new URL(`../workers/${task}.${extension}`, import.meta.url)
  return new Piscina({
    filename: entry.href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    execArgv: typescriptExecArgv(entry),
  })
}
