import { unpackMeasurement, mergePods } from '../../models/measurement/measurement.ts'
import { worstHealth } from '../../models/measurement/generator-health.ts'
import type { LoadProgress } from '../../workers/messages.ts'
import type {
  MeasuredMinute,
  SentMinute,
  StandingOrder,
  StandingReport,
  StandingTask,
} from '../../workers/standing-messages.ts'
import { type LoadSample, mergeLoadProgress } from '../live/load-sample.ts'
import { CpuUse } from '../machine/cpu-use.ts'
import type { LoadOutcome } from '../run-load.ts'
import { type StandingThread, WorkerPool } from '../worker-pool.ts'

/** A function of the scenario threw in a load thread. */
export class ScenarioThrewInThread extends Error {
  override readonly name = 'ScenarioThrewInThread'
}

/**
 * Load threads that live as long as the run, one for each pod. A minute is sent by all of them together, through pools
 * that live on.
 */
export class ThreadLoad {
  readonly #workers: WorkerPool
  readonly #threads: readonly StandingThread[]
  readonly #pending = new Map<number, PendingMinute>()
  readonly #progress: (LoadProgress | null)[]
  #failure: Error | null = null
  #isClosed = false

  private constructor(workers: WorkerPool, threads: readonly StandingThread[]) {
    this.#workers = workers
    this.#threads = threads
    this.#progress = threads.map(() => null)
    for (const [thread, { port, ended }] of threads.entries()) {
      port.on('message', (report: StandingReport) => this.#hear(thread, report))
      ended.then(
        () => this.#fail(new Error('a load thread ended')),
        (error: Error) => this.#fail(error),
      )
    }
  }

  /** @param tasks one for each thread @throws what kept a thread from starting */
  static async start(tasks: readonly StandingTask[]): Promise<ThreadLoad> {
    const workers = new WorkerPool(tasks.length, 1)
    try {
      const threads = tasks.map((task) => workers.stand(task))
      await Promise.all(threads.map(untilReady))
      return new ThreadLoad(workers, threads)
    } catch (error) {
      await workers.destroy()
      throw error
    }
  }

  /** How the minute under way stands; `null` before any thread has told. */
  get progress(): LoadSample | null {
    const known = this.#progress.filter((each) => each !== null)
    return known.length === 0 ? null : mergeLoadProgress(known)
  }

  /** Minutes that were sent and have not come back. */
  get pending(): number {
    return this.#pending.size
  }

  /** @throws what ended a thread; an error when it is closed meanwhile */
  send(minute: SentMinute): Promise<LoadOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure)
      this.#pending.set(minute.minute, { told: [], cpu: new CpuUse(), resolve, reject })
      for (const { port } of this.#threads) {
        port.postMessage({ kind: 'send', minute } satisfies StandingOrder)
      }
    })
  }

  /** Gives up what is under way, and ends the threads. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#fail(new Error('the load was ended'))
    for (const { port } of this.#threads) {
      port.postMessage({ kind: 'stop' } satisfies StandingOrder)
      port.close()
    }
    await this.#workers.destroy()
  }

  #hear(thread: number, report: StandingReport): void {
    if (report.kind === 'progress') this.#progress[thread] = report
    else if (report.kind === 'minute') this.#take(report.minute, report)
    else if (report.kind === 'scenario-threw') this.#fail(thrownInThread(report))
  }

  #take(minute: number, measured: MeasuredMinute): void {
    const pending = this.#pending.get(minute)
    if (pending === undefined) return
    pending.told.push(measured)
    if (pending.told.length < this.#threads.length) return
    this.#pending.delete(minute)
    const { told, cpu, resolve } = pending
    resolve({
      measurement: mergePods(told.map(({ measurement }) => unpackMeasurement(measurement))),
      generator: { ...worstHealth(told.map(({ generator }) => generator)), cpuShare: cpu.share(told.length) },
    })
  }

  #fail(error: Error): void {
    if (this.#isClosed && this.#pending.size === 0) return
    this.#failure ??= error
    for (const { reject } of this.#pending.values()) reject(this.#failure)
    this.#pending.clear()
  }
}

interface PendingMinute {
  /** By threads, as they come. */
  readonly told: MeasuredMinute[]
  readonly cpu: CpuUse
  readonly resolve: (outcome: LoadOutcome) => void
  readonly reject: (error: Error) => void
}

function thrownInThread({ message, stack }: { readonly message: string; readonly stack: string }): Error {
  const error = new ScenarioThrewInThread(message)
  error.stack = stack
  return error
}

/** Its first report; what comes later is heard by others. */
function untilReady({ port, ended }: StandingThread): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    port.once('message', () => resolve())
  })
  return Promise.race([ready, ended])
}
