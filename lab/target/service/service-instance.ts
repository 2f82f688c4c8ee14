import { ENTRY_POINTS } from '../../entry-points.ts'
import { ProbeClient } from '../../telemetry/probe-client.ts'
import { type ChildExit, type RunningChild, startChild } from '../start-child.ts'
import { drainLimitMs } from './drain-limit.ts'
import type { ServiceOptions } from './service-options.ts'
import type { ServiceProcessOptions, ServiceProcessReady } from './service-process.ts'

/**
 * A process of the service that can be stopped and started again: on the same port, with its probe where it was.
 */
export class ServiceInstance {
  readonly origin: string
  readonly probe: ProbeClient
  /** When a process of it has ended that was not told to. */
  readonly failed: Promise<ChildExit>
  readonly #options: ServiceOptions
  readonly #ports: ServiceProcessReady
  #child: RunningChild<ServiceProcessReady>
  #isStopping = false
  #fail: (exit: ChildExit) => void = () => {}

  private constructor(options: ServiceOptions, child: RunningChild<ServiceProcessReady>) {
    const { port, adminPort, adminToken } = child.ready
    this.#options = options
    this.#ports = child.ready
    this.#child = child
    this.origin = `${options.certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`
    this.probe = new ProbeClient(`http://127.0.0.1:${adminPort}`, adminToken)
    this.failed = new Promise((resolve) => {
      this.#fail = resolve
    })
    this.#watch(child)
  }

  /**
   * @param port 0 takes a free one
   * @throws ChildStartError when it does not start
   */
  static async launch(options: ServiceOptions, port: number): Promise<ServiceInstance> {
    const child = await startProcess({ service: options, port, adminPort: 0, adminToken: null })
    return new ServiceInstance(options, child)
  }

  /** Of the process that runs, or ran last. */
  get pid(): number {
    return this.#child.pid
  }

  /** Resolves when the process is gone, with how it went. */
  async stop(): Promise<ChildExit> {
    this.#isStopping = true
    await this.#child.stop()
    return this.#child.exited
  }

  /** @throws ChildStartError when it does not start; Error when it runs */
  async start(): Promise<void> {
    if (!this.#isStopping) throw new Error(`the instance at ${this.origin} has not been stopped`)
    await this.#child.exited
    const { port, adminPort, adminToken } = this.#ports
    const child = await startProcess({ service: this.#options, port, adminPort, adminToken })
    this.#child = child
    this.#isStopping = false
    this.#watch(child)
  }

  #watch(child: RunningChild<ServiceProcessReady>): void {
    void child.exited.then((exit) => {
      if (!this.#isStopping) this.#fail(exit)
    })
  }
}

function startProcess(options: ServiceProcessOptions): Promise<RunningChild<ServiceProcessReady>> {
  return startChild<ServiceProcessReady>(ENTRY_POINTS.serviceProcess, options, drainLimitMs(options.service))
}
