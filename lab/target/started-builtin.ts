import type { ProbeClient } from '../telemetry/probe-client.ts'
import type { ChildExit } from './start-child.ts'

/** A built-in target other than the shop, with a process of its own that listens. */
export interface StartedBuiltin {
  /** Where the load goes, e.g. `http://127.0.0.1:40123`. */
  readonly origin: string
  /** PEM of what to trust, or null without TLS. */
  readonly ca: string | null
  readonly pid: number
  readonly probe: ProbeClient
  /** When the process has ended, for whatever reason. */
  readonly exited: Promise<ChildExit>
  /** Where the target has several instances: all of them, the one at `origin` first. */
  readonly instances?: readonly InstanceHandle[]
  /** Stops every process of the target. May be called more than once. */
  stop(): Promise<void>
}

/** One of several processes that answer alike. */
export interface InstanceHandle {
  readonly origin: string
  /** Resolves when the process is gone. */
  stop(): Promise<void>
  /** Starts it again on the same port; resolves when it listens. */
  start(): Promise<void>
}

/**
 * Starts a built-in target in processes of its own, none of which outlives this one.
 *
 * @param options the target as the scenario says it, with the defaults filled in
 * @param seed of whatever it draws
 * @throws TargetStartError when it does not start
 */
export type StartBuiltin<Options> = (options: Options, seed: number) => Promise<StartedBuiltin>
