import { type RunningChild, startChild } from '../target/start-child.ts'
import type { InstanceHandle } from '../target/started-builtin.ts'

/** How to start an instance, and how to end it. */
export interface RestartableOptions {
  /** A module that calls `runManagedChild` and tells its port when it is ready. */
  readonly entry: URL
  /** What it is started with. @param port on 127.0.0.1; 0 takes a free one */
  readonly optionsFor: (port: number) => object
  /** How it is told to end: by SIGKILL in the middle of what it does, or by a signal on which it ends by itself. */
  readonly endsOn: NodeJS.Signals
}

/** After which an instance that was told to end is killed. */
const END_LIMIT_MS = 30_000

/** An instance in a process of its own, which keeps its port over restarts. It ends with this process. */
export class RestartableChild implements InstanceHandle {
  readonly origin: string
  readonly #options: RestartableOptions
  readonly #port: number
  #child: RunningChild<{ readonly port: number }>
  #isRunning = false

  private constructor(options: RestartableOptions, child: RunningChild<{ readonly port: number }>) {
    this.#options = options
    this.#child = this.#watch(child)
    this.#port = child.ready.port
    this.origin = `http://127.0.0.1:${this.#port}`
  }

  /** @throws ChildStartError when it does not start */
  static async launch(options: RestartableOptions): Promise<RestartableChild> {
    return new RestartableChild(options, await startChild(options.entry, options.optionsFor(0)))
  }

  /** Of the process that runs now, or ran last. */
  get pid(): number {
    return this.#child.pid
  }

  /** Kills it when it has not ended within 30 s. */
  async stop(): Promise<void> {
    const { pid, exited } = this.#child
    const limit = setTimeout(() => this.#signal(pid, 'SIGKILL'), END_LIMIT_MS)
    this.#signal(pid, this.#options.endsOn)
    await exited
    clearTimeout(limit)
  }

  /** @throws ChildStartError when it does not start, because its port was taken meanwhile, for one */
  async start(): Promise<void> {
    this.#child = this.#watch(await startChild(this.#options.entry, this.#options.optionsFor(this.#port)))
  }

  #watch<Child extends RunningChild<unknown>>(child: Child): Child {
    this.#isRunning = true
    void child.exited.then(() => {
      this.#isRunning = false
    })
    return child
  }

  /** Once it has ended, its number may be another's. */
  #signal(pid: number, name: NodeJS.Signals): void {
    if (this.#isRunning) process.kill(pid, name)
  }
}
