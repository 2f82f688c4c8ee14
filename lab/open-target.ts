import type { PlainScenario } from '../models/scenario/plain-scenario.ts'
import type { UrlTarget } from '../models/scenario/targets/url-target.ts'
import type { Endpoint } from '../workers/connection.ts'
import { openBuiltinTarget } from './target/open-builtin-target.ts'
import { openCommandTarget } from './target/open-command-target.ts'
import { openUrlTarget } from './target/open-url-target.ts'
import type { InstanceHandle } from './target/started-builtin.ts'
import type { ProbeClient } from './telemetry/probe-client.ts'
import type { TargetTelemetry } from './telemetry/target-telemetry.ts'

/** What the command line says about the target, over what the scenario says. */
export interface TargetOverrides {
  readonly url?: string | undefined
  readonly pid?: number | undefined
  readonly prometheus?: string | undefined
  readonly insecure?: boolean | undefined
  /** Hosts beyond loopback that load may go to. */
  readonly allow: readonly string[]
}

/** A target that load can be sent to. */
export interface OpenTarget {
  readonly endpoint: Endpoint
  readonly telemetry: TargetTelemetry | null
  /** What runs inside its process, if that is there; after `restart` another one. */
  readonly probe: ProbeClient | null
  /** The process that answers, where it is known; after `restart` another one. */
  readonly pid: number | null
  /** Where Go's profiles are, as the scenario says. */
  readonly pprof: string | null
  /** Where it has several instances: all of them, the one at `endpoint` first; else empty. */
  readonly instances: readonly InstanceHandle[]
  /** What the user should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
  /** Stops it and starts it again at the same place; `null` where the lab cannot. */
  readonly restart: (() => Promise<void>) | null
  /** When a target that the lab started has ended by itself, with a sentence; never for one that ran already. */
  readonly gone: Promise<string>
  /** The end of what a command wrote, as the continuation of a sentence; empty where nothing is known. */
  lastOutput(): string
  close(): Promise<void>
}

export interface OpenTargetOptions {
  /** Where what a command writes is kept, besides its end. */
  readonly logFile?: string | undefined
  /** Aborted while a command is not ready yet, it is stopped, and the reason thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts the target, or gets ready to use one that runs already.
 *
 * @param seed of what a built-in target draws
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 * @throws TargetStartError when a target that the lab starts does not start
 * @throws TelemetryError when a process or a page that was named cannot be read
 */
export async function openTarget(
  scenario: PlainScenario,
  overrides: TargetOverrides,
  seed: number,
  options: OpenTargetOptions = {},
): Promise<OpenTarget> {
  const { target } = scenario
  if (overrides.url !== undefined) {
    return openUrlTarget(scenario, otherUrl(target, overrides.url), overrides)
  }
  if ('builtin' in target) return openBuiltinTarget(scenario, target, seed)
  if ('command' in target) return openCommandTarget(scenario, target, overrides, options)
  return openUrlTarget(scenario, target, overrides)
}

/** Another URL than the scenario's, which keeps what else it says of its own. */
function otherUrl(target: PlainScenario['target'], url: string): UrlTarget {
  return 'builtin' in target || 'command' in target ? { url } : { ...target, url }
}
